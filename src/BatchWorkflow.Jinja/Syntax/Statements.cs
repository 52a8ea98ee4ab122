namespace BatchWorkflow.Jinja.Syntax;

/// <summary>A whole template.</summary>
internal sealed record TemplateTree(IReadOnlyList<Statement> Body) : SyntaxNode(0);

internal sealed record Output(IReadOnlyList<Expression> Parts, int At) : Statement(At);

internal sealed record For(
    Expression Target, Expression Items, Expression? Test, bool Recursive, LoopBodies Bodies, int At) : Statement(At);

/// <summary>What a loop does for each item, and what it does when there was none.</summary>
internal sealed record LoopBodies(IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Else);

internal sealed record If(Expression Test, IReadOnlyList<Statement> Body, IReadOnlyList<If> ElseIfs, IReadOnlyList<Statement> Else, int At)
    : Statement(At);

/// <summary>The parameters of a macro or call block; the last ones have the defaults.</summary>
internal sealed record Signature(IReadOnlyList<Name> Parameters, IReadOnlyList<Expression> Defaults);

internal sealed record Macro(string Name, Signature Signature, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record CallBlock(Call Call, Signature Signature, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record FilterBlock(Filter Filter, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record With(IReadOnlyList<Expression> Targets, IReadOnlyList<Expression> Values, IReadOnlyList<Statement> Body, int At)
    : Statement(At);

internal sealed record Assign(Expression Target, Expression Value, int At) : Statement(At);

internal sealed record AssignBlock(Expression Target, Filter? Filter, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record Block(string Name, bool Scoped, bool Required, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record Extends(Expression Template, int At) : Statement(At);

internal sealed record Include(Expression Template, bool WithContext, bool IgnoreMissing, int At) : Statement(At);

internal sealed record Import(Expression Template, string Target, bool WithContext, int At) : Statement(At);

internal sealed record FromImport(Expression Template, IReadOnlyList<(string Name, string Alias)> Names, bool WithContext, int At) : Statement(At);

internal sealed record AutoEscape(Expression Enabled, IReadOnlyList<Statement> Body, int At) : Statement(At);

internal sealed record ExpressionStatement(Expression Expression, int At) : Statement(At);

internal sealed record Break(int At) : Statement(At);

internal sealed record Continue(int At) : Statement(At);
