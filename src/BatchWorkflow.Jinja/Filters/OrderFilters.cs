using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters that compare items: sorting, grouping, extremes and duplicates.</summary>
internal static class OrderFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("sort", "reverse case_sensitive attribute", Sort), ("dictsort", "case_sensitive by reverse", DictSort),
        ("groupby", "attribute! default case_sensitive", GroupBy), ("unique", "case_sensitive attribute", Unique),
        ("min", "case_sensitive attribute", (in call) => Extreme(call, (candidate, best) => Ordering.IsLess(candidate, best))),
        ("max", "case_sensitive attribute", (in call) => Extreme(call, (candidate, best) => Ordering.IsGreater(candidate, best))),
    ];

    private static ListValue Sort(in Invocation call)
    {
        Frame frame = call.Frame;
        bool caseSensitive = call.IsTrue(1);
        AttributePath[] paths = AttributePath.ParseMany(call.Get(2));
        List<object?> items = Iteration.ToList(call.State, call.Value);
        return new ListValue(StableSort.By(call.State, items, Key, call.IsTrue(0)));
        object? Key(object? item) => new ListValue([.. paths.Select(path => AttributePath.Folded(path.Get(frame, item), caseSensitive))]);
    }

    private static ListValue DictSort(in Invocation call)
    {
        int position = call.Str(1, "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw Error.Filter("You can only sort by either \"key\" or \"value\""),
        };
        Guard.Refuse(call.Value);
        if (call.Value is not DictValue dict)
            throw Error.Attribute($"'{PythonTypes.NameOf(call.Value)}' object has no attribute 'items'");
        bool caseSensitive = call.IsTrue(0);
        List<object?> items = Iteration.ToList(call.State, new DictView(dict, DictViewKind.Items));
        return new ListValue(StableSort.By(
            call.State, items, item => AttributePath.Folded(((TupleValue)item!).Items[position], caseSensitive), call.IsTrue(2)));
    }

    private static ListValue GroupBy(in Invocation call)
    {
        Frame frame = call.Frame;
        bool caseSensitive = call.IsTrue(2);
        AttributePath path = AttributePath.Parse(call.Arguments[0], call.Get(1));
        object? Key(object? item) => AttributePath.Folded(path.Get(frame, item), caseSensitive);
        List<object?> sorted = StableSort.By(call.State, Iteration.ToList(call.State, call.Value), Key, reverse: false);
        List<object?> groups = [];
        List<object?>? current = null;
        object? currentKey = null;
        foreach (object? item in sorted)
        {
            object? key = Key(item);
            if (current is null || !(ReferenceEquals(key, currentKey) || Equality.AreEqual(key, currentKey)))
            {
                current = [];
                currentKey = key;
                groups.Add(new TupleValue([caseSensitive ? key : path.Get(frame, item), new ListValue(current)], ["grouper", "list"]));
            }

            current.Add(item);
        }

        return new ListValue(groups);
    }

    private static IteratorValue Unique(in Invocation call)
    {
        Frame frame = call.Frame;
        bool caseSensitive = call.IsTrue(0);
        AttributePath path = AttributePath.Parse(call.Get(1));
        object? value = call.Value;
        return new IteratorValue(Distinct(), function: "do_unique");
        IEnumerable<object?> Distinct()
        {
            SetValue seen = new();
            foreach (object? item in Iteration.Over(frame.State, value))
            {
                object? key = AttributePath.Folded(path.Get(frame, item), caseSensitive);
                if (seen.Contains(key))
                    continue;
                seen.Add(key);
                yield return item;
            }
        }
    }

    private static object? Extreme(in Invocation call, Func<object?, object?, bool> isBetter)
    {
        bool caseSensitive = call.IsTrue(0);
        AttributePath path = AttributePath.Parse(call.Get(1));
        object? best = Missing.Value;
        object? bestKey = null;
        foreach (object? item in Iteration.Over(call.State, call.Value))
        {
            object? key = AttributePath.Folded(path.Get(call.Frame, item), caseSensitive);
            if (best is not Missing && !isBetter(key, bestKey))
                continue;
            (best, bestKey) = (item, key);
        }

        return best is Missing
            ? new JinjaUndefined(call.State.Environment.Undefined, "No aggregated item, sequence was empty.", Missing.Value, null)
            : best;
    }
}
