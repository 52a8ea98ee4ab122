using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles statements; loops, macros and references to other templates have compilers of their own.</summary>
internal sealed class StatementCompiler
{
    private readonly CompilerContext _context;
    private readonly LoopCompiler _loops;
    private readonly MacroCompiler _macros;
    private readonly ReferenceCompiler _references;

    internal StatementCompiler(CompilerContext context)
    {
        _context = context;
        _loops = new LoopCompiler(context, this);
        _macros = new MacroCompiler(context, this);
        _references = new ReferenceCompiler(context);
    }

    internal Execute CompileAll(IReadOnlyList<Statement> statements, Scope scope)
    {
        Execute[] all = [.. statements.Select(statement => Compile(statement, scope))];
        switch (all.Length)
        {
            case 0: return _ => Flow.Next;
            case 1: return all[0];
            default:
                return frame =>
                {
                    foreach (Execute statement in all)
                        if (statement(frame) is var flow and not Flow.Next)
                            return flow;
                    return Flow.Next;
                };
        }
    }

    private Execute Compile(Statement statement, Scope scope)
    {
        RenderState.EnsureStack();
        return CompileNode(statement, scope);
    }

    private Execute CompileNode(Statement statement, Scope scope) => statement switch
    {
        Output output => OutputCompiler.Compile(output, scope, _context),
        If branch => CompileIf(branch, scope.Conditional()),
        For loop => _loops.Compile(loop, scope),
        Assign assign => CompileAssign(assign, scope),
        AssignBlock assign => CompileAssignBlock(assign, scope),
        Macro macro => _macros.CompileMacro(macro, scope),
        CallBlock call => _macros.CompileCallBlock(call, scope),
        FilterBlock block => CompileFilterBlock(block, scope),
        With with => CompileWith(with, scope),
        AutoEscape escape => CompileAutoEscape(escape, scope),
        ExpressionStatement expression => CompileExpression(expression, scope),
        Break or Continue => CompileJump(statement, scope),
        _ => _references.Compile(statement, scope),
    };

    private Execute CompileIf(If node, Scope scope)
    {
        Func<Frame, bool> test = _context.Expressions.CompileCondition(node.Test, scope);
        Execute body = CompileAll(node.Body, scope);
        (Func<Frame, bool> Test, Execute Body)[] elseIfs =
            [.. node.ElseIfs.Select(branch => (_context.Expressions.CompileCondition(branch.Test, scope), CompileAll(branch.Body, scope)))];
        Execute otherwise = CompileAll(node.Else, scope);
        return frame =>
        {
            if (test(frame))
                return body(frame);
            foreach ((Func<Frame, bool> elseTest, Execute elseBody) in elseIfs)
                if (elseTest(frame))
                    return elseBody(frame);
            return otherwise(frame);
        };
    }

    private Execute CompileAssign(Assign node, Scope scope)
    {
        Evaluate value = _context.Expressions.Compile(node.Value, scope);
        Action<Frame, object?> target = TargetCompiler.Compile(node.Target, scope);
        Action<Frame>? export = TargetCompiler.CompileExport(TargetCompiler.NamesOf(node.Target), scope, exported: true);
        Action<Frame>? check = node.Target is NamespaceTarget space ? TargetCompiler.CompileNamespaceCheck(space, scope) : null;
        return frame =>
        {
            check?.Invoke(frame);
            target(frame, value(frame));
            export?.Invoke(frame);
            return Flow.Next;
        };
    }

    private Execute CompileAssignBlock(AssignBlock node, Scope scope)
    {
        Scope inner = scope.Inner() with { ChecksParent = false };
        SymbolCollector.Collect(inner.Symbols, node.Body);
        Func<Frame, (Flow Flow, object? Text)> capture = CompileCapture(node.Body, node.Filter, inner);
        Action<Frame, object?> target = TargetCompiler.Compile(node.Target, scope);
        Action<Frame>? export = TargetCompiler.CompileExport(TargetCompiler.NamesOf(node.Target), scope, exported: true);
        return frame =>
        {
            (Flow flow, object? text) = capture(frame);
            if (flow != Flow.Next)
                return flow;
            if (frame.Context.AutoEscape && text is not Markup)
                text = new Markup(Texts.Str(frame.State, text));
            target(frame, text);
            export?.Invoke(frame);
            return Flow.Next;
        };
    }

    private Execute CompileFilterBlock(FilterBlock node, Scope scope)
    {
        Scope inner = scope.Inner();
        SymbolCollector.Collect(inner.Symbols, [.. node.Body, node.Filter]);
        Func<Frame, (Flow Flow, object? Text)> capture = CompileCapture(node.Body, node.Filter, inner);
        int at = node.At;
        return frame =>
        {
            (Flow flow, object? text) = capture(frame);
            if (flow != Flow.Next)
                return flow;
            frame.State.At = at;
            frame.Output.WriteRaw(text);
            return Flow.Next;
        };
    }

    /// <summary>Compiles a body whose output is kept back, and put through a filter if there is one.</summary>
    private Func<Frame, (Flow Flow, object? Text)> CompileCapture(IReadOnlyList<Statement> body, Filter? filter, Scope scope)
    {
        Execute run = CompileAll(body, scope);
        int slot = scope.Function.SlotOf(scope.Symbols.Level, "\0captured");
        Evaluate? filtered = filter is null ? null : _context.Expressions.Calls.CompileFilter(filter, scope, frame => frame.Slots[slot]);
        Action<Frame> enter = ScopeEntry.Compile(scope);
        bool? autoEscape = scope.AutoEscape;
        return frame =>
        {
            enter(frame);
            OutputBuffer outer = frame.Output;
            frame.Output = new OutputBuffer(frame.State.Limits.MaxStringLength);
            Flow flow = run(frame);
            string text = frame.Output.ToString();
            frame.Output = outer;
            if (filtered is null || flow != Flow.Next)
                return (flow, text);
            frame.Slots[slot] = Texts.Wrap(text, autoEscape ?? frame.Context.AutoEscape);
            return (flow, filtered(frame));
        };
    }

    private Execute CompileWith(With node, Scope scope)
    {
        Scope inner = scope.Inner();
        foreach (Expression target in node.Targets)
            SymbolCollector.CollectTargets(inner.Symbols, target);
        SymbolCollector.Collect(inner.Symbols, node.Body);
        Evaluate[] values = _context.Expressions.CompileAll(node.Values, scope);
        Action<Frame, object?>[] targets = [.. node.Targets.Select(target => TargetCompiler.Compile(target, inner))];
        Execute body = CompileAll(node.Body, inner);
        Action<Frame> enter = ScopeEntry.Compile(inner);
        return frame =>
        {
            enter(frame);
            for (int i = 0; i < values.Length; i++)
                targets[i](frame, values[i](frame));
            return body(frame);
        };
    }

    private Execute CompileAutoEscape(AutoEscape node, Scope scope)
    {
        bool? constant = node.Enabled is Literal literal ? Truth.Of(literal.Value) : null;
        Scope inner = scope.Inner() with { AutoEscape = constant };
        SymbolCollector.Collect(inner.Symbols, [node.Enabled, .. node.Body]);
        Func<Frame, bool> enabled = _context.Expressions.CompileCondition(node.Enabled, inner);
        Execute body = CompileAll(node.Body, inner);
        Action<Frame> enter = ScopeEntry.Compile(inner);
        return frame =>
        {
            enter(frame);
            bool before = frame.Context.AutoEscape;
            frame.Context.AutoEscape = enabled(frame);
            Flow flow = body(frame);
            frame.Context.AutoEscape = before;
            return flow;
        };
    }

    private Execute CompileExpression(ExpressionStatement node, Scope scope)
    {
        Evaluate value = _context.Expressions.Compile(node.Expression, scope);
        return frame =>
        {
            value(frame);
            return Flow.Next;
        };
    }

    private Execute CompileJump(Statement node, Scope scope)
    {
        bool isBreak = node is Break;
        if (!scope.IsInLoop)
            _context.Misplaced ??= JinjaException.OutsideLoop(isBreak ? "'break' outside loop" : "'continue' not properly in loop", _context.Template.Source, node.At);
        Flow flow = isBreak ? Flow.Break : Flow.Continue;
        return _ => flow;
    }
}
