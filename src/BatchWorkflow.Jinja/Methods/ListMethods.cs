using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Filters;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>The methods of lists and tuples.</summary>
internal static class ListMethods
{
    internal static FunctionTable Table { get; } = new(
    [
        ("append", "item! /", Append), ("extend", "items! /", Extend), ("insert", "index! item! /", Insert),
        ("pop", "index /", Pop), ("remove", "item! /", Remove), ("index", "item! start stop /", Index), ("count", "item! /", Count),
        ("sort", "key reverse", Sort), ("reverse", "", Reverse), ("copy", "", Copy), ("clear", "", Clear),
    ]);

    internal static FunctionTable TupleTable { get; } = new([("index", "item! start stop /", Index), ("count", "item! /", Count)]);

    private static List<object?> Items(in Invocation call) => ((ListValue)call.Value!).Items;

    private static object? Append(in Invocation call)
    {
        Items(call).Add(call.Arguments[0]);
        call.State.ChargeItems(Items(call).Count > call.State.Limits.MaxCollectionSize ? Items(call).Count : 1);
        return null;
    }

    private static object? Extend(in Invocation call)
    {
        List<object?> added = Iteration.ToList(call.State, call.Arguments[0]);
        call.State.ChargeItems(Items(call).Count + (long)added.Count);
        Items(call).AddRange(added);
        return null;
    }

    private static object? Insert(in Invocation call)
    {
        List<object?> items = Items(call);
        long index = call.Integer(0);
        if (index < 0)
            index = Math.Max(0, index + items.Count);
        items.Insert((int)Math.Min(index, items.Count), call.Arguments[1]);
        call.State.ChargeItems(items.Count > call.State.Limits.MaxCollectionSize ? items.Count : 1);
        return null;
    }

    private static object? Pop(in Invocation call)
    {
        List<object?> items = Items(call);
        if (items.Count == 0)
            throw Error.Index("pop from empty list");
        long index = call.Integer(0, -1);
        if (index < 0)
            index += items.Count;
        if (index < 0 || index >= items.Count)
            throw Error.Index("pop index out of range");
        object? item = items[(int)index];
        items.RemoveAt((int)index);
        return item;
    }

    private static object? Remove(in Invocation call)
    {
        object? item = call.Arguments[0];
        int index = Items(call).FindIndex(other => Equality.AreEqual(other, item));
        if (index < 0)
            throw Error.Value("list.remove(x): x not in list");
        Items(call).RemoveAt(index);
        return null;
    }

    private static object? Index(in Invocation call)
    {
        IReadOnlyList<object?> items = call.Value is TupleValue tuple ? tuple.Items : Items(call);
        (int start, int stop) = StringSearch.Bounds(call, 1, items.Count);
        for (int i = start; i < stop && i < items.Count; i++)
            if (Equality.AreEqual(items[i], call.Arguments[0]))
                return Boxes.Of(i);
        throw Error.Value(call.Value is TupleValue ? "tuple.index(x): x not in tuple" : $"{Reprs.Of(call.Arguments[0])} is not in list");
    }

    private static object? Count(in Invocation call)
    {
        IReadOnlyList<object?> items = call.Value is TupleValue tuple ? tuple.Items : Items(call);
        object? wanted = call.Arguments[0];
        return Boxes.Of(items.Count(item => Equality.AreEqual(item, wanted)));
    }

    private static object? Sort(in Invocation call)
    {
        List<object?> items = Items(call);
        Frame frame = call.Frame;
        object? key = call.Get(0);
        List<object?> sorted = StableSort.By(call.State, items,
            item => key is null ? item : Attributes.Call(frame, key, new CallArguments([item])), call.IsTrue(1));
        items.Clear();
        items.AddRange(sorted);
        return null;
    }

    private static object? Reverse(in Invocation call)
    {
        Items(call).Reverse();
        return null;
    }

    private static ListValue Copy(in Invocation call)
    {
        call.State.ChargeItems(Items(call).Count);
        return new ListValue([.. Items(call)]);
    }

    private static object? Clear(in Invocation call)
    {
        Items(call).Clear();
        return null;
    }
}
