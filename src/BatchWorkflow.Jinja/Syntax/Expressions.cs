namespace BatchWorkflow.Jinja.Syntax;

internal enum NameRole
{
    Load, Store, Parameter,
}

internal enum BinaryOperator
{
    Add, Subtract, Multiply, Divide, FloorDivide, Modulo, Power,
}

internal enum ComparisonOperator
{
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn,
}

internal sealed record Name(string Identifier, NameRole Role, int At) : Expression(At);

/// <summary>A constant: a string, an integer, a float, a boolean or null for None.</summary>
internal sealed record Literal(object? Value, int At) : Expression(At);

/// <summary>Text between tags.</summary>
internal sealed record TemplateData(string Text, int At) : Expression(At);

internal sealed record TupleDisplay(IReadOnlyList<Expression> Items, int At) : Expression(At);

internal sealed record ListDisplay(IReadOnlyList<Expression> Items, int At) : Expression(At);

internal sealed record DictDisplay(IReadOnlyList<(Expression Key, Expression Value)> Pairs, int At) : Expression(At);

internal sealed record Conditional(Expression Test, Expression Then, Expression? Else, int At) : Expression(At);

internal sealed record And(Expression Left, Expression Right, int At) : Expression(At);

internal sealed record Or(Expression Left, Expression Right, int At) : Expression(At);

internal sealed record Not(Expression Operand, int At) : Expression(At);

internal sealed record Sign(bool Negative, Expression Operand, int At) : Expression(At);

internal sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right, int At) : Expression(At);

internal sealed record Comparison(Expression Left, IReadOnlyList<(ComparisonOperator Operator, Expression Right)> Links, int At) : Expression(At);

internal sealed record Concatenation(IReadOnlyList<Expression> Parts, int At) : Expression(At);

internal sealed record AttributeAccess(Expression Target, string Attribute, int At) : Expression(At);

internal sealed record ItemAccess(Expression Target, Expression Key, int At) : Expression(At);

internal sealed record SliceBounds(Expression? Start, Expression? Stop, Expression? Step, int At) : Expression(At);

/// <summary>The arguments of a call, filter or test: positional, by name, and those spread by * and **.</summary>
internal sealed record ArgumentList(
    IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named, Expression? Spread, Expression? NamedSpread)
{
    internal static ArgumentList Empty { get; } = new([], [], null, null);
}

internal sealed record Call(Expression Target, ArgumentList Arguments, int At) : Expression(At);

/// <summary>A filter; without a target it takes the text of the block that it stands on.</summary>
internal sealed record Filter(Expression? Target, string Name, ArgumentList Arguments, int At) : Expression(At);

internal sealed record Test(Expression Target, string Name, ArgumentList Arguments, int At) : Expression(At);

/// <summary>An attribute of a namespace as the target of an assignment.</summary>
internal sealed record NamespaceTarget(string Name, string Attribute, int At) : Expression(At);
