using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles expressions.</summary>
internal sealed class ExpressionCompiler
{
    /// <summary>So many levels of an expression are evaluated without a look at how much of the stack is left.</summary>
    private const int DepthBetweenLooks = 40;

    private readonly CompilerContext _context;
    private readonly CallCompiler _calls;

    internal ExpressionCompiler(CompilerContext context)
    {
        _context = context;
        _calls = new CallCompiler(context, this);
    }

    internal CallCompiler Calls => _calls;

    internal Evaluate Compile(Expression node, Scope scope)
    {
        RenderState.EnsureStack();
        Evaluate compiled = IsFoldable(node, scope) ? CompileFolded(node, scope, keepsAll: false) : CompileNode(node, scope);
        if (node.Depth % DepthBetweenLooks != 0)
            return compiled;
        return frame =>
        {
            RenderState.EnsureStack();
            return compiled(frame);
        };
    }

    /// <summary>Compiles what is printed: of it Jinja2 folds all constants, also those that give undefined.</summary>
    internal Evaluate CompileOutput(Expression node, Scope scope) =>
        _context.HasSlices && ConstantFolding.Concerns(node) ? CompileFolded(node, scope, keepsAll: true) : Compile(node, scope);

    private bool IsFoldable(Expression node, Scope scope) => _context.HasSlices && !scope.IsFolding
        && node is not (Literal or TemplateData or Name or ListDisplay or TupleDisplay or DictDisplay) && ConstantFolding.Concerns(node);

    private Evaluate CompileFolded(Expression node, Scope scope, bool keepsAll) =>
        ConstantFolding.Evaluate(CompileNode(node, scope with { IsFolding = true }), CompileNode(node, scope), keepsAll);

    private Evaluate CompileNode(Expression node, Scope scope) => node switch
    {
        Literal literal => CompileLiteral(literal.Value),
        TemplateData data => CompileData(data),
        Name name => CompileName(name, scope, []),
        AttributeAccess access => CompileAttribute(access, scope),
        ItemAccess access => CompileItem(access, scope),
        Filter filter => _calls.CompileFilter(filter, scope, null),
        Test test => _calls.CompileTest(test, scope),
        Call call => _calls.CompileCall(call, scope, null),
        Binary binary => CompileBinary(binary, scope),
        Comparison comparison => ComparisonCompiler.Compile(comparison, this, scope),
        And or Or or Not or Conditional => CompileLogic(node, scope),
        Sign sign => CompileSign(sign, scope),
        Concatenation concatenation => CompileConcatenation(concatenation, scope),
        _ => CompileDisplay(node, scope),
    };

    internal Evaluate[] CompileAll(IEnumerable<Expression> nodes, Scope scope) => [.. nodes.Select(node => Compile(node, scope))];

    private static Evaluate CompileLiteral(object? value)
    {
        object? boxed = value switch { bool boolean => Boxes.Of(boolean), long integer => Boxes.Of(integer), _ => value };
        return _ => boxed;
    }

    private Evaluate CompileData(TemplateData data)
    {
        object text = Texts.Wrap(data.Text, _context.Environment.AutoEscape);
        return _ => text;
    }

    private Evaluate CompileName(Name name, Scope scope, string[] path)
    {
        _context.Use(name, scope, path);
        Symbols owner = _context.Owner(scope, name.Identifier, name.At);
        int steps = scope.Function.StepsTo(owner.Function);
        int slot = owner.Function.SlotOf(owner.Level, name.Identifier);
        (string identifier, int at) = (name.Identifier, name.At);
        return steps == 0
            ? frame => frame.Slots[slot] is var value and not Missing ? value : frame.State.Undefined(identifier, at)
            : frame => frame.Up(steps).Slots[slot] is var value and not Missing ? value : frame.State.Undefined(identifier, at);
    }

    private Evaluate CompileAttribute(AttributeAccess node, Scope scope)
    {
        Evaluate target = CompileTarget(node.Target, scope, [node.Attribute]);
        (string attribute, int at) = (node.Attribute, node.At);
        return frame =>
        {
            object? value = target(frame);
            frame.State.At = at;
            return Attributes.Get(frame, value, attribute);
        };
    }

    private Evaluate CompileItem(ItemAccess node, Scope scope)
    {
        Evaluate target = CompileTarget(node.Target, scope, node.Key is Literal { Value: string name } ? [name] : null);
        Evaluate key = Compile(node.Key, scope);
        int at = node.At;
        bool isFolding = node.Key is SliceBounds && scope.IsFolding;
        return frame =>
        {
            object? value = target(frame);
            object? index = key(frame);
            frame.State.At = at;
            return isFolding ? ConstantFolding.Slice(frame, value, index) : Attributes.GetItem(frame, value, index);
        };
    }

    /// <summary>Compiles what an attribute or item is taken from, and notes the whole path where it begins with a name of the context.</summary>
    private Evaluate CompileTarget(Expression target, Scope scope, string[]? path) => (target, path) switch
    {
        (Name name, _) => CompileName(name, scope, path ?? []),
        (AttributeAccess inner, not null) => CompileInner(inner.Target, inner.Attribute, inner.At, scope, path),
        (ItemAccess { Key: Literal { Value: string key } } inner, not null) => CompileInnerItem(inner, key, scope, path),
        _ => Compile(target, scope),
    };

    private Evaluate CompileInner(Expression target, string attribute, int at, Scope scope, string[] path)
    {
        Evaluate value = CompileTarget(target, scope, [attribute, .. path]);
        return frame =>
        {
            object? owner = value(frame);
            frame.State.At = at;
            return Attributes.Get(frame, owner, attribute);
        };
    }

    private Evaluate CompileInnerItem(ItemAccess node, string key, Scope scope, string[] path)
    {
        Evaluate value = CompileTarget(node.Target, scope, [key, .. path]);
        int at = node.At;
        return frame =>
        {
            object? owner = value(frame);
            frame.State.At = at;
            return Attributes.GetItem(frame, owner, key);
        };
    }

    /// <summary>Compiles what is called: the method's own name is no part of the path that is used.</summary>
    internal Evaluate CompileCallee(Expression callee, Scope scope)
    {
        if (callee is not AttributeAccess method)
            return Compile(callee, scope);
        Evaluate target = method.Target is Name or AttributeAccess or ItemAccess ? CompileTarget(method.Target, scope, null) : Compile(method.Target, scope);
        (string attribute, int at) = (method.Attribute, method.At);
        return frame =>
        {
            object? value = target(frame);
            frame.State.At = at;
            return Attributes.Get(frame, value, attribute);
        };
    }

    private static bool IsConstant(Expression node) =>
        !SyntaxChildren.Descendants([node]).Any(inner => inner is Name or Call);

    /// <summary>A negative literal before a power whose exponent is not constant binds looser than the power, as Jinja2 compiles it.</summary>
    private Evaluate CompileBinary(Binary node, Scope scope)
    {
        if (node is { Operator: BinaryOperator.Power, Left: Sign { Negative: true, Operand: Literal } sign } && !IsConstant(node.Right))
            return CompileSign(sign with { Operand = node with { Left = sign.Operand } }, scope);
        Evaluate left = Compile(node.Left, scope);
        Evaluate right = Compile(node.Right, scope);
        int at = node.At;
        return node.Operator switch
        {
            BinaryOperator.Add => Operation((frame, a, b) => Arithmetic.Add(frame.State, a, b)),
            BinaryOperator.Subtract => Operation((_, a, b) => Arithmetic.Subtract(a, b)),
            BinaryOperator.Multiply => Operation((frame, a, b) => Arithmetic.Multiply(frame.State, a, b)),
            BinaryOperator.Divide => Operation((_, a, b) => Arithmetic.Divide(a, b)),
            BinaryOperator.FloorDivide => Operation((_, a, b) => Arithmetic.FloorDivide(a, b)),
            BinaryOperator.Modulo => Operation(Arithmetic.Modulo),
            _ => Operation((frame, a, b) => Arithmetic.Power(frame.State, a, b)),
        };
        Evaluate Operation(Func<Frame, object?, object?, object?> apply) => frame =>
        {
            object? a = left(frame);
            object? b = right(frame);
            frame.State.At = at;
            return apply(frame, a, b);
        };
    }

    private Evaluate CompileSign(Sign node, Scope scope)
    {
        Evaluate operand = Compile(node.Operand, scope);
        (int at, bool negative) = (node.At, node.Negative);
        return frame =>
        {
            object? value = operand(frame);
            frame.State.At = at;
            return negative ? Arithmetic.Negate(value) : Arithmetic.Plus(value);
        };
    }

    /// <summary>Compiles a condition: what Python takes for true.</summary>
    internal Func<Frame, bool> CompileCondition(Expression node, Scope scope)
    {
        Evaluate value = Compile(node, scope);
        int at = node.At;
        return frame =>
        {
            object? result = value(frame);
            if (result is bool boolean)
                return boolean;
            frame.State.At = at;
            return Truth.Of(result);
        };
    }

    private Evaluate CompileLogic(Expression node, Scope scope)
    {
        switch (node)
        {
            case Not not:
                Func<Frame, bool> operand = CompileCondition(not.Operand, scope);
                return frame => Boxes.Of(!operand(frame));
            case Conditional conditional: return CompileConditional(conditional, scope.Conditional());
            case And and: return CompileShortCircuit(and.Left, and.Right, goesOn: true, scope);
            default: return CompileShortCircuit(((Or)node).Left, ((Or)node).Right, goesOn: false, scope);
        }
    }

    private Evaluate CompileShortCircuit(Expression leftNode, Expression rightNode, bool goesOn, Scope scope)
    {
        Evaluate left = Compile(leftNode, scope);
        Evaluate right = Compile(rightNode, scope);
        int at = leftNode.At;
        return frame =>
        {
            object? value = left(frame);
            frame.State.At = at;
            return Truth.Of(value) == goesOn ? right(frame) : value;
        };
    }

    private Evaluate CompileConditional(Conditional node, Scope scope)
    {
        Func<Frame, bool> test = CompileCondition(node.Test, scope);
        Evaluate then = Compile(node.Then, scope);
        if (node.Else is { } otherwiseNode)
        {
            Evaluate otherwise = Compile(otherwiseNode, scope);
            return frame => test(frame) ? then(frame) : otherwise(frame);
        }

        (int line, _) = _context.Template.Source.Position(node.At);
        string place = _context.Template.Name is { } name ? $"line {line} in {Reprs.Of(name)}" : $"line {line}";
        string hint = $"the inline if-expression on {place} evaluated to false and no else section was defined.";
        return frame => test(frame) ? then(frame) : new JinjaUndefined(UndefinedKind.Lenient, hint, Missing.Value, null);
    }

    private Evaluate CompileConcatenation(Concatenation node, Scope scope)
    {
        Evaluate[] parts = CompileAll(node.Parts, scope);
        int at = node.At;
        bool? autoEscape = scope.AutoEscape;
        return frame =>
        {
            object?[] values = new object?[parts.Length];
            for (int i = 0; i < parts.Length; i++)
                values[i] = parts[i](frame);
            frame.State.At = at;
            return autoEscape ?? frame.Context.AutoEscape
                ? Texts.Concatenate(frame.State, values, markup: true)
                : Texts.Concatenate(frame.State, values, markup: false);
        };
    }

    private Evaluate CompileDisplay(Expression node, Scope scope)
    {
        switch (node)
        {
            case ListDisplay list:
                Evaluate[] items = CompileAll(list.Items, scope);
                return frame => new ListValue([.. EvaluateAll(items, frame)]);
            case TupleDisplay tuple:
                Evaluate[] parts = CompileAll(tuple.Items, scope);
                return frame => new TupleValue(EvaluateAll(parts, frame));
            case DictDisplay dict: return CompileDict(dict, scope);
            case SliceBounds slice:
                Evaluate? start = slice.Start is null ? null : Compile(slice.Start, scope);
                Evaluate? stop = slice.Stop is null ? null : Compile(slice.Stop, scope);
                Evaluate? step = slice.Step is null ? null : Compile(slice.Step, scope);
                return frame => new SliceValue(start?.Invoke(frame), stop?.Invoke(frame), step?.Invoke(frame));
            default: throw new InvalidOperationException($"no expression: {node.GetType().Name}");
        }
    }

    internal static object?[] EvaluateAll(Evaluate[] nodes, Frame frame)
    {
        object?[] values = new object?[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
            values[i] = nodes[i](frame);
        return values;
    }

    private Evaluate CompileDict(DictDisplay node, Scope scope)
    {
        Evaluate[] keys = CompileAll(node.Pairs.Select(pair => pair.Key), scope);
        Evaluate[] values = CompileAll(node.Pairs.Select(pair => pair.Value), scope);
        int at = node.At;
        return frame =>
        {
            DictValue dict = new(keys.Length);
            for (int i = 0; i < keys.Length; i++)
            {
                object? key = keys[i](frame);
                object? value = values[i](frame);
                frame.State.At = at;
                dict.Set(key, value);
            }

            return dict;
        };
    }
}
