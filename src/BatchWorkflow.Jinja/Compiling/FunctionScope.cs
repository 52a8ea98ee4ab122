namespace BatchWorkflow.Jinja.Compiling;

/// <summary>The slots of one compiled function: each variable of each nesting level has one.</summary>
internal sealed class FunctionScope(FunctionScope? outer)
{
    private readonly Dictionary<(int Level, string Name), int> _slots = [];

    internal FunctionScope? Outer => outer;

    internal int Count => _slots.Count;

    internal int SlotOf(int level, string name)
    {
        if (!_slots.TryGetValue((level, name), out int slot))
            _slots[(level, name)] = slot = _slots.Count;
        return slot;
    }

    /// <summary>How many functions further out another one is.</summary>
    internal int StepsTo(FunctionScope target)
    {
        int steps = 0;
        for (FunctionScope function = this; !ReferenceEquals(function, target); function = function.Outer!)
            steps++;
        return steps;
    }
}
