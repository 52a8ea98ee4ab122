using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Sorts as Python does: equal items keep their order, and only "less than" is asked.</summary>
internal static class StableSort
{
    private const int SmallestMerge = 64;

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

    /// <summary>Sorts a few items by insertion; those that are in order already are compared once.</summary>
    private static void Insert(RenderState state, (object? Key, object? Item)[] items, int from, int to)
    {
        int sorted = from + 1;
        while (sorted < to && !Ordering.IsLess(items[sorted].Key, items[sorted - 1].Key))
            sorted++;
        for (int at = sorted; at < to; at++)
        {
            state.Tick();
            (object? Key, object? Item) pivot = items[at];
            int low = from;
            int high = at;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Ordering.IsLess(pivot.Key, items[middle].Key))
                    high = middle;
                else
                    low = middle + 1;
            }

            Array.Copy(items, low, items, low + 1, at - low);
            items[low] = pivot;
        }
    }

    private static void Sort(RenderState state, (object? Key, object? Item)[] items, (object? Key, object? Item)[] spare, int from, int to)
    {
        if (to - from < SmallestMerge)
        {
            Insert(state, items, from, to);
            return;
        }

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
