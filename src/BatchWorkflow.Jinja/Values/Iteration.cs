using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Goes through the items of a value.</summary>
internal static class Iteration
{
    /// <summary>The items of a value; each that is taken is an iteration.</summary>
    internal static IEnumerable<object?> Over(RenderState state, object? value) =>
        Try(state, value) ?? throw Error.Type($"'{PythonTypes.NameOf(value)}' object is not iterable");

    /// <summary>The items of a value, or null where it has none.</summary>
    internal static IEnumerable<object?>? Try(RenderState state, object? value) => value switch
    {
        ListValue list => OfList(state, list),
        TupleValue tuple => Counted(state, tuple.Items),
        DictValue dict => OfDict(state, dict, DictViewKind.Keys),
        DictView view => OfDict(state, view.Dict, view.Kind),
        string or Markup => OfText(state, Texts.Of(value)),
        RangeValue range => OfRange(state, range),
        IteratorValue iterator => Counted(state, iterator.Rest()),
        BytesValue bytes => Counted(state, bytes.Bytes.Select(b => Boxes.Of((long)b))),
        SetValue set => Counted(state, set.Items),
        LoopValue loop => loop.Remaining(),
        JinjaUndefined undefined => OfUndefined(undefined),
        UnknownValue unknown => throw new UnknownValueException(unknown),
        _ => null,
    };

    internal static List<object?> ToList(RenderState state, object? value)
    {
        if (value is ListValue list)
        {
            state.ChargeItems(list.Items.Count);
            return [.. list.Items];
        }

        if (value is RangeValue range)
            state.ChargeItems(range.Count);
        return ToList(state, Over(state, value));
    }

    internal static List<object?> ToList(RenderState state, IEnumerable<object?> items)
    {
        List<object?> result = [];
        foreach (object? item in items)
        {
            result.Add(item);
            if ((result.Count & 1023) == 0)
                state.ChargeItems(result.Count);
        }

        return result;
    }

    internal static IEnumerable<object?> OfRange(RangeValue range)
    {
        for (long i = 0; i < range.Count; i++)
            yield return range.At(i);
    }

    private static IEnumerable<object?> OfRange(RenderState state, RangeValue range)
    {
        for (long i = 0; i < range.Count; i++)
        {
            state.CountIteration();
            yield return range.At(i);
        }
    }

    /// <summary>A list may grow while it is gone through; the new items are seen.</summary>
    private static IEnumerable<object?> OfList(RenderState state, ListValue list)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            state.CountIteration();
            yield return list.Items[i];
        }
    }

    private static IEnumerable<object?> OfDict(RenderState state, DictValue dict, DictViewKind kind)
    {
        DictView view = new(dict, kind);
        int version = dict.Version;
        int count = dict.Count;
        for (int i = 0; i < dict.Count; i++)
        {
            state.CountIteration();
            yield return view.At(i);
            if (dict.Version != version && dict.Count != count)
                throw Error.Other("dictionary changed size during iteration");
        }
    }

    private static IEnumerable<object?> OfText(RenderState state, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            state.CountIteration();
            int length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            string character = text.Substring(i, length);
            i += length - 1;
            yield return character;
        }
    }

    private static IEnumerable<object?> Counted(RenderState state, IEnumerable<object?> items)
    {
        foreach (object? item in items)
        {
            state.CountIteration();
            yield return item;
        }
    }

    private static object?[] OfUndefined(JinjaUndefined undefined)
    {
        undefined.RefuseStrict();
        return [];
    }
}
