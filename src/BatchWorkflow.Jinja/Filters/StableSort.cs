using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Sorts as Python does: equal items keep their order, and only "less than" is asked.</summary>
internal static class StableSort
{
    internal static List<object?> By(RenderState state, IReadOnlyList<object?> items, Func<object?, object?> key, bool reverse)
    {
        (object? Key, object? Item)[] keyed = new (object?, object?)[items.Count];
        for (int i = 0; i < items.Count; i++)
            keyed[i] = (key(items[i]), items[i]);
        if (reverse)
            Array.Reverse(keyed);
        Sort(state, keyed, new (object?, object?)[keyed.Length], 0, keyed.Length);
        if (reverse)
            Array.Reverse(keyed);
        return [.. keyed.Select(pair => pair.Item)];
    }

    private static void Sort(RenderState state, (object? Key, object? Item)[] items, (object? Key, object? Item)[] spare, int from, int to)
    {
        if (to - from < 2)
            return;
        int middle = (from + to) / 2;
        Sort(state, items, spare, from, middle);
        Sort(state, items, spare, middle, to);
        Array.Copy(items, from, spare, from, to - from);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++)
        {
            state.Tick();
            bool takeRight = right < to && (left >= middle || Ordering.IsLess(spare[right].Key, spare[left].Key));
            items[at] = takeRight ? spare[right++] : spare[left++];
        }
    }
}
