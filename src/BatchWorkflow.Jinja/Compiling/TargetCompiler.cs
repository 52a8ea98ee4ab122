using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles assignments to names, tuples of them and attributes of namespaces.</summary>
internal static class TargetCompiler
{
    internal static Action<Frame, object?> Compile(Expression target, Scope scope)
    {
        switch (target)
        {
            case Name name:
                Symbols owner = scope.Symbols.Find(name.Identifier)!;
                int slot = owner.Function.SlotOf(owner.Level, name.Identifier);
                int steps = scope.Function.StepsTo(owner.Function);
                return steps == 0
                    ? (frame, value) => frame.Slots[slot] = value
                    : (frame, value) => frame.Up(steps).Slots[slot] = value;
            case TupleDisplay tuple: return CompileTuple(tuple, scope);
            default: return CompileNamespace((NamespaceTarget)target, scope);
        }
    }

    private static Action<Frame, object?> CompileTuple(TupleDisplay tuple, Scope scope)
    {
        Action<Frame, object?>[] parts = [.. tuple.Items.Select(item => Compile(item, scope))];
        int at = tuple.At;
        return (frame, value) =>
        {
            frame.State.At = at;
            IReadOnlyList<object?> values = Unpacking.Take(frame.State, value, parts.Length);
            for (int i = 0; i < parts.Length; i++)
                parts[i](frame, values[i]);
        };
    }

    /// <summary>Compiles the look at whether a namespace is there, which comes before the value is evaluated.</summary>
    internal static Action<Frame> CompileNamespaceCheck(NamespaceTarget target, Scope scope)
    {
        Symbols owner = scope.Symbols.Find(target.Name)!;
        int slot = owner.Function.SlotOf(owner.Level, target.Name);
        int steps = scope.Function.StepsTo(owner.Function);
        int at = target.At;
        return frame =>
        {
            frame.State.At = at;
            if (frame.Up(steps).Slots[slot] is not NamespaceValue)
                throw Error.Template("cannot assign attribute on non-namespace object");
        };
    }

    private static Action<Frame, object?> CompileNamespace(NamespaceTarget target, Scope scope)
    {
        Symbols owner = scope.Symbols.Find(target.Name)!;
        int slot = owner.Function.SlotOf(owner.Level, target.Name);
        int steps = scope.Function.StepsTo(owner.Function);
        (string attribute, int at) = (target.Attribute, target.At);
        return (frame, value) =>
        {
            frame.State.At = at;
            if (frame.Up(steps).Slots[slot] is not NamespaceValue space)
                throw Error.Template("cannot assign attribute on non-namespace object");
            space.Attributes.Set(attribute, value);
            frame.State.Tick();
        };
    }

    /// <summary>The names that a target sets.</summary>
    internal static string[] NamesOf(Expression target) =>
        [.. SyntaxChildren.Descendants([target]).OfType<Name>().Select(name => name.Identifier).Distinct()];

    /// <summary>Compiles what makes the names that a statement has set the template's own, where it stands at the top.</summary>
    internal static Action<Frame>? CompileExport(string[] names, Scope scope, bool exported)
    {
        if (!scope.IsTopLevel || names.Length == 0)
            return null;
        int[] slots = [.. names.Select(name => scope.Function.SlotOf(scope.Symbols.Find(name)!.Level, name))];
        return frame =>
        {
            for (int i = 0; i < names.Length; i++)
            {
                frame.Context.Variables[names[i]] = frame.Slots[slots[i]];
                if (names[i].StartsWith('_'))
                    continue;
                if (exported)
                    frame.Context.Exported.Add(names[i]);
                else
                    frame.Context.Exported.Remove(names[i]);
            }
        };
    }
}
