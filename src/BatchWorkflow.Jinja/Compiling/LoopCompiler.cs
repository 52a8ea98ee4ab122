using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles loops.</summary>
internal sealed class LoopCompiler(CompilerContext context, StatementCompiler statements)
{
    /// <summary>The parts of one compiled loop; the slot is that of the <c>loop</c> variable, or below zero where nothing uses it.</summary>
    private sealed record Parts(Action<Frame, object?> Assign, Action<Frame> Enter, Execute Body, Execute Else, int LoopSlot);

    internal Execute Compile(For node, Scope scope)
    {
        foreach (Name name in SyntaxChildren.Descendants([node]).OfType<Name>())
            if (name is { Role: NameRole.Store, Identifier: "loop" })
                throw context.Fail("Can't assign to special loop variable in for-loop target", name.At);
        FunctionScope? function = node.Recursive ? new FunctionScope(scope.Function) : null;
        Func<Frame, object?, object?>? filter = node.Test is null ? null : CompileFilter(node, node.Test, scope);
        Parts parts = CompileParts(node, scope, function);
        Evaluate items = context.Expressions.Compile(node.Items, scope);
        return function is null
            ? CompilePlain(parts, items, filter, node.Items.At)
            : CompileRecursive(parts, items, filter, (function, scope, node.At));
    }

    private Parts CompileParts(For node, Scope scope, FunctionScope? function)
    {
        Scope body = scope.Inner(function) with { IsInLoop = true };
        Scope otherwise = scope.Inner(function);
        if (function is not null)
            (body, otherwise) = (body with { ChecksParent = scope.ChecksParent }, otherwise with { ChecksParent = scope.ChecksParent });
        bool extended = node.Recursive || UndeclaredNames.Find(node.Bodies.Body, "loop").Contains("loop")
            || SyntaxChildren.Descendants([node]).Any(inner => inner is Block { Scoped: true });
        if (extended)
            body.Symbols.Declare("loop");
        SymbolCollector.CollectTargets(body.Symbols, node.Target);
        SymbolCollector.Collect(body.Symbols, node.Bodies.Body);
        SymbolCollector.Collect(otherwise.Symbols, node.Bodies.Else);
        Execute run = statements.CompileAll(node.Bodies.Body, body);
        Execute elseBody = statements.CompileAll(node.Bodies.Else, otherwise);
        Action<Frame> enterElse = ScopeEntry.Compile(otherwise);
        return new Parts(
            TargetCompiler.Compile(node.Target, body), ScopeEntry.Compile(body), run,
            node.Bodies.Else.Count == 0 ? _ => Flow.Next : frame =>
            {
                enterElse(frame);
                return elseBody(frame);
            },
            extended ? body.Function.SlotOf(body.Symbols.Level, "loop") : -1);
    }

    /// <summary>Compiles the condition of a loop, which has variables of its own and does not see <c>loop</c>.</summary>
    private Func<Frame, object?, object?> CompileFilter(For node, Expression test, Scope scope)
    {
        FunctionScope function = new(scope.Function);
        Scope inner = scope.Inner(function);
        SymbolCollector.CollectTargets(inner.Symbols, node.Target);
        SymbolCollector.Collect(inner.Symbols, [test]);
        Action<Frame, object?> assign = TargetCompiler.Compile(node.Target, inner);
        Func<Frame, bool> holds = context.Expressions.CompileCondition(test, inner);
        Action<Frame> enter = ScopeEntry.Compile(inner);
        bool unpacks = node.Target is TupleDisplay;
        return (frame, items) => new IteratorValue(Filtered(frame, Iteration.Over(frame.State, items)));
        IEnumerable<object?> Filtered(Frame outer, IEnumerable<object?> items)
        {
            Frame frame = new(outer.Context, outer, function.Count, outer.Output);
            enter(frame);
            foreach (object? item in items)
            {
                object? kept = unpacks && item is IteratorValue iterator ? new ListValue(Iteration.ToList(frame.State, iterator)) : item;
                assign(frame, kept);
                if (holds(frame))
                    yield return kept;
            }
        }
    }

    private static Execute CompilePlain(Parts parts, Evaluate items, Func<Frame, object?, object?>? filter, int at) => frame =>
    {
        object? value = items(frame);
        frame.State.At = at;
        return Run(parts, frame, filter is null ? value : filter(frame, value), null, 0);
    };

    private Execute CompileRecursive(
        Parts parts, Evaluate items, Func<Frame, object?, object?>? filter, (FunctionScope Function, Scope Scope, int At) place)
    {
        Action<Frame, object?> print = OutputCompiler.Print(place.Scope);
        bool? autoEscape = place.Scope.AutoEscape;
        CompiledTemplate template = context.Template;
        return frame => Start(frame);
        Flow Start(Frame frame)
        {
            object? value = items(frame);
            frame.State.At = place.At;
            print(frame, Render(frame, value, 0));
            return Flow.Next;
            object? Render(Frame caller, object? inner, int depth)
            {
                RenderState state = caller.State;
                (CompiledTemplate from, int at) = (state.Template, state.At);
                state.Enter();
                try
                {
                    state.Template = template;
                    OutputBuffer output = new(state.Limits.MaxStringLength);
                    Frame loop = new(frame.Context, frame, place.Function.Count, output);
                    Run(parts, loop, filter is null ? inner : filter(frame, inner), Render, depth);
                    return Texts.Wrap(output.ToString(), autoEscape ?? frame.Context.AutoEscape);
                }
                catch (Exception e) when (state.Note(e, "recursive loop", from, at))
                {
                    throw;
                }
                finally
                {
                    (state.Template, state.At) = (from, at);
                    state.Leave();
                }
            }
        }
    }

    /// <summary>Runs the loop, and its else where no round came to the end of the body: as in Jinja2, a round that breaks or continues does not count.</summary>
    private static Flow Run(Parts parts, Frame frame, object? items, LoopRenderer? renderer, int depth)
    {
        RenderState state = frame.State;
        IEnumerable<object?> sequence = Iteration.Over(state, items);
        bool ranThrough = false;
        if (parts.LoopSlot < 0)
        {
            foreach (object? item in sequence)
            {
                Flow flow = Step(parts, frame, item);
                ranThrough |= flow == Flow.Next;
                if (flow == Flow.Break)
                    break;
            }
        }
        else
        {
            using IEnumerator<object?> enumerator = sequence.GetEnumerator();
            LoopValue loop = new(state, items, enumerator, renderer, depth);
            while (loop.MoveNext())
            {
                frame.Slots[parts.LoopSlot] = loop;
                Flow flow = Step(parts, frame, loop.Current);
                ranThrough |= flow == Flow.Next;
                if (flow == Flow.Break)
                    break;
            }
        }

        return ranThrough ? Flow.Next : parts.Else(frame);
    }

    private static Flow Step(Parts parts, Frame frame, object? item)
    {
        parts.Assign(frame, item);
        parts.Enter(frame);
        return parts.Body(frame);
    }
}
