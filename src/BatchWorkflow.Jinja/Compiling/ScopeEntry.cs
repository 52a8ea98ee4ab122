using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Gives the variables of a scope their first values when it is entered.</summary>
internal static class ScopeEntry
{
    /// <summary>Compiles the entry; to be called when all names of the scope are known.</summary>
    internal static Action<Frame> Compile(Scope scope)
    {
        List<Action<Frame>> loads = [];
        foreach ((string name, Load load) in scope.Symbols.Loads)
        {
            int slot = scope.Function.SlotOf(scope.Symbols.Level, name);
            switch (load.Kind)
            {
                case LoadKind.Resolve: loads.Add(frame => frame.Slots[slot] = frame.Context.Resolve(name)); break;
                case LoadKind.Undefined: loads.Add(frame => frame.Slots[slot] = Missing.Value); break;
                case LoadKind.Alias: loads.Add(Alias(scope, slot, name, load.Outer!)); break;
                default: break;
            }
        }

        Action<Frame>[] all = [.. loads];
        return all.Length switch
        {
            0 => _ => { },
            1 => all[0],
            _ => frame =>
            {
                foreach (Action<Frame> load in all)
                    load(frame);
            },
        };
    }

    private static Action<Frame> Alias(Scope scope, int slot, string name, Symbols outer)
    {
        int steps = scope.Function.StepsTo(outer.Function);
        int from = outer.Function.SlotOf(outer.Level, name);
        return steps == 0
            ? frame => frame.Slots[slot] = frame.Slots[from]
            : frame => frame.Slots[slot] = frame.Up(steps).Slots[from];
    }
}
