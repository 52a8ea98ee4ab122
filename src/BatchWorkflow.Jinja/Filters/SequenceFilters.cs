using System.Security.Cryptography;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters that count, take, cut and add up the items of a value.</summary>
internal static class SequenceFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("length", "", Length), ("count", "", Length), ("first", "", First), ("last", "", Last), ("random", "", Random),
        ("list", "", (in call) => new ListValue(Iteration.ToList(call.State, call.Value))),
        ("items", "", Items), ("reverse", "", Reverse), ("batch", "linecount! fill_with", Batch), ("slice", "slices! fill_with", Slice),
        ("sum", "attribute start", Sum),
    ];

    private static object? Length(in Invocation call) => Boxes.Of(Sequences.Length(call.Value)
        ?? throw Error.Type($"object of type '{PythonTypes.NameOf(call.Value)}' has no len()"));

    private static JinjaUndefined Empty(in Invocation call, string which) => new(
        call.State.Environment.Undefined, $"No {which} item, sequence was empty.", Missing.Value, null);

    private static object? First(in Invocation call)
    {
        if (call.Value is IteratorValue iterator)
            return iterator.TryNext(out object? next) ? next : Empty(call, "first");
        foreach (object? item in Iteration.Over(call.State, call.Value))
            return item;
        return Empty(call, "first");
    }

    private static object? Last(in Invocation call)
    {
        foreach (object? item in Reversed(call.State, call.Value) ?? throw NotReversible(call.Value))
            return item;
        return Empty(call, "last");
    }

    private static JinjaException NotReversible(object? value)
    {
        Guard.Refuse(value);
        return Error.Type($"'{PythonTypes.NameOf(value)}' object is not reversible");
    }

    /// <summary>The items from the last on, or null where the value cannot be gone through backwards.</summary>
    private static IEnumerable<object?>? Reversed(RenderState state, object? value)
    {
        switch (value)
        {
            case ListValue list: return Backwards(list.Items);
            case TupleValue tuple: return Backwards(tuple.Items);
            case RangeValue range: return Enumerable.Sequence(0L, range.Count - 1, 1L).Select(i => (object?)range.At(range.Count - 1 - i));
            case string or Markup or DictValue or DictView: return Backwards(Iteration.ToList(state, value));
            case JinjaUndefined undefined:
                undefined.RefuseStrict();
                return [];
            default: return null;
        }
    }

    private static IEnumerable<object?> Backwards(IReadOnlyList<object?> items)
    {
        for (int i = items.Count - 1; i >= 0; i--)
            if (i < items.Count)
                yield return items[i];
    }

    private static object? Random(in Invocation call)
    {
        long length = (long)Length(call)!;
        if (length == 0)
            return Empty(call, "random");
        int index = RandomNumberGenerator.GetInt32((int)Math.Min(length, int.MaxValue));
        object? item = Sequences.Item(call.State, call.Value, Boxes.Of(index));
        return item is Missing ? throw Error.Key(index.ToString(System.Globalization.CultureInfo.InvariantCulture)) : item;
    }

    /// <summary>The pairs of a mapping; what is none fails when the first pair is asked for.</summary>
    private static IteratorValue Items(in Invocation call)
    {
        (RenderState state, object? value) = (call.State, call.Value);
        return new IteratorValue(Pairs(), function: "do_items");
        IEnumerable<object?> Pairs()
        {
            if (value is JinjaUndefined)
                yield break;
            if (value is not DictValue dict)
                throw Error.Type("Can only get item pairs from a mapping.");
            foreach (object? pair in Iteration.Over(state, new DictView(dict, DictViewKind.Items)))
                yield return pair;
        }
    }

    private static object? Reverse(in Invocation call)
    {
        if (Texts.TryGet(call.Value, out string text))
            return Texts.Wrap(string.Concat(CodePoints.Split(text).Reverse()), call.Value is Markup);
        if (Reversed(call.State, call.Value) is { } reversed)
            return new IteratorValue(reversed, ReverseIteratorName(call.Value));
        if (Iteration.Try(call.State, call.Value) is not { } items)
            throw Error.Filter("argument must be iterable");
        List<object?> list = Iteration.ToList(call.State, items);
        list.Reverse();
        return new ListValue(list);
    }

    private static string ReverseIteratorName(object? value) => value switch
    {
        ListValue => "list_reverseiterator",
        DictValue => "dict_reversekeyiterator",
        DictView { Kind: DictViewKind.Keys } => "dict_reversekeyiterator",
        DictView { Kind: DictViewKind.Values } => "dict_reversevalueiterator",
        DictView => "dict_reverseitemiterator",
        RangeValue => "range_iterator",
        _ => "reversed",
    };

    private static IteratorValue Batch(in Invocation call)
    {
        RenderState state = call.State;
        object? value = call.Value;
        object? fill = call.Get(1);
        object? lineCount = call.Arguments[0];
        return new IteratorValue(Lines(), function: "do_batch");
        IEnumerable<object?> Lines()
        {
            List<object?> line = [];
            foreach (object? item in Iteration.Over(state, value))
            {
                if (Equality.AreEqual(Boxes.Of(line.Count), lineCount))
                {
                    yield return new ListValue(line);
                    line = [];
                }

                line.Add(item);
            }

            if (line.Count == 0)
                yield break;
            if (fill is not null && Ordering.IsLess(Boxes.Of(line.Count), lineCount))
                line.AddRange(((ListValue)SequenceArithmetic.Multiply(
                    state, new ListValue([fill]), Arithmetic.Subtract(lineCount, Boxes.Of(line.Count)))!).Items);
            yield return new ListValue(line);
        }
    }

    private static IteratorValue Slice(in Invocation call)
    {
        RenderState state = call.State;
        object? value = call.Value;
        object? fill = call.Get(1);
        object? slices = call.Arguments[0];
        return new IteratorValue(Columns(), function: "sync_do_slice");
        IEnumerable<object?> Columns()
        {
            List<object?> items = Iteration.ToList(state, value);
            Guard.Refuse(slices);
            if (!Numbers.TryLong(slices, out long count))
                throw Arithmetic.Unsupported("//", Boxes.Of(items.Count), slices);
            if (count == 0)
                throw Error.ZeroDivision("integer division or modulo by zero");
            long each = items.Count / Math.Abs(count);
            long extra = items.Count % Math.Abs(count);
            int start = 0;
            for (long column = 0; column < count; column++)
            {
                state.CountIteration();
                int end = start + (int)each + (column < extra ? 1 : 0);
                List<object?> part = items[start..end];
                if (fill is not null && column >= extra)
                    part.Add(fill);
                start = end;
                yield return new ListValue(part);
            }
        }
    }

    private static object? Sum(in Invocation call)
    {
        AttributePath path = AttributePath.Parse(call.Get(0));
        object? total = call.Get(1, Boxes.Of(0));
        IEnumerable<object?> items = Iteration.Over(call.State, call.Value);
        if (total is string or Markup)
            throw Error.Type("sum() can't sum strings [use ''.join(seq) instead]");
        foreach (object? item in items)
            total = Arithmetic.Add(call.State, total, path.Get(call.Frame, item));
        return total;
    }
}
