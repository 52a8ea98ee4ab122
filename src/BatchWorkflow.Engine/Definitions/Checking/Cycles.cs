namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Finds the cycles of a graph: every edge that lies on a cycle is shown in at least one, and no cycle is shown twice.</summary>
internal static class Cycles
{
    /// <summary>How many cycles are shown; mending these leaves fewer.</summary>
    internal const int Most = 100;

    private const int MostNames = 30;

    /// <summary>The cycles, each beginning and ending with its first node in the order of the graph.</summary>
    /// <param name="count">How many nodes there are.</param>
    /// <param name="edges">From whom to whom.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(int count, IEnumerable<(int From, int To)> edges)
    {
        List<int>?[] next = new List<int>?[count];
        foreach ((int from, int to) in edges)
            (next[from] ??= []).Add(to);
        int[] component = StrongComponents.Of(next);
        HashSet<(int, int)> shown = [];
        List<IReadOnlyList<int>> cycles = [];
        for (int from = 0; from < count && cycles.Count < Most; from++)
        {
            foreach (int to in next[from] ?? [])
            {
                if (cycles.Count == Most || component[from] != component[to] || shown.Contains((from, to)))
                    continue;
                List<int> cycle = Close(from, to, next, component);
                for (int i = 1; i < cycle.Count; i++)
                    shown.Add((cycle[i - 1], cycle[i]));
                cycles.Add(cycle);
            }
        }
        return cycles;
    }

    /// <summary>A cycle as a -> b -> a, its middle left out when it is long.</summary>
    public static string Show(IReadOnlyList<int> cycle, Func<int, string> name)
    {
        IEnumerable<string> names = cycle.Select(name);
        return cycle.Count <= MostNames
            ? string.Join(" -> ", names)
            : $"{string.Join(" -> ", names.Take(MostNames))} -> … {cycle.Count - MostNames - 1} more … -> {name(cycle[^1])}";
    }

    /// <summary>The shortest cycle through an edge of which both ends are in one component.</summary>
    private static List<int> Close(int from, int to, List<int>?[] next, int[] component)
    {
        Dictionary<int, int> before = new() { [to] = from };
        Queue<int> open = new([to]);
        while (to != from && !before.ContainsKey(from) && open.TryDequeue(out int at))
        {
            foreach (int step in next[at] ?? [])
            {
                if (component[step] == component[from] && before.TryAdd(step, at))
                    open.Enqueue(step);
            }
        }
        List<int> cycle = [from];
        for (int at = before[from]; at != from; at = before[at])
            cycle.Add(at);
        cycle.Reverse();
        int first = cycle.IndexOf(cycle.Min());
        return [.. cycle[first..], .. cycle[..first], cycle[first]];
    }
}
