using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Length, membership, indexing and slicing.</summary>
internal static class Sequences
{
    /// <summary>The number of items, or null where the value has no length.</summary>
    internal static long? Length(object? value) => value switch
    {
        string text => CodePoints.Count(text),
        Markup markup => CodePoints.Count(markup.Text),
        ListValue list => list.Items.Count,
        TupleValue tuple => tuple.Items.Length,
        DictValue dict => dict.Count,
        SetValue set => set.Count,
        RangeValue range => range.Count,
        DictView view => view.Dict.Count,
        BytesValue bytes => bytes.Bytes.Length,
        LoopValue loop => loop.Length,
        JinjaUndefined undefined => LengthOf(undefined),
        UnknownValue unknown => throw new UnknownValueException(unknown),
        _ => null,
    };

    private static long LengthOf(JinjaUndefined undefined)
    {
        undefined.RefuseStrict();
        return 0;
    }

    internal static bool Contains(RenderState state, object? container, object? item)
    {
        Guard.RefuseUnknown(item);
        switch (container)
        {
            case string or Markup when Texts.TryGet(item, out string part):
                return Texts.Of(container).Contains(part, StringComparison.Ordinal);
            case string or Markup:
                throw Error.Type($"'in <string>' requires string as left operand, not {PythonTypes.NameOf(item)}");
            case DictValue dict: return dict.Contains(item);
            case DictView { Kind: DictViewKind.Keys } view: return view.Dict.Contains(item);
            case SetValue set: return set.Contains(item);
            case RangeValue range when Numbers.TryLong(item, out long integer): return range.Contains(integer);
            case RangeValue range when item is double number:
                return Math.Floor(number) == number && Math.Abs(number) < 9e18 && range.Contains((long)number);
            case JinjaUndefined undefined:
                undefined.RefuseStrict();
                return false;
            default: break;
        }

        IEnumerable<object?> items = Iteration.Try(state, container)
            ?? throw Error.Type($"argument of type '{PythonTypes.NameOf(container)}' is not iterable");
        foreach (object? candidate in items)
            if (ReferenceEquals(candidate, item) || Equality.AreEqual(candidate, item))
                return true;
        return false;
    }

    /// <summary>The item at a key as Python's subscript finds it, or <see cref="Missing"/> where that fails.</summary>
    internal static object? Item(RenderState state, object? target, object? key)
    {
        if (key is SliceValue slice)
            return Slicing.Slice(state, target, slice);
        if (target is DictValue dict)
            return Hashable(key) && dict.TryGet(key, out object? value) ? value : Missing.Value;
        if (!Numbers.TryLong(key, out long index))
            return Missing.Value;
        return target switch
        {
            ListValue list => At(list.Items, index),
            TupleValue tuple => At(tuple.Items, index),
            string or Markup => Character(target, index),
            RangeValue range => InRange(range, index),
            BytesValue bytes => At([.. bytes.Bytes.Select(b => Boxes.Of((long)b))], index),
            _ => Missing.Value,
        };
    }

    /// <summary>As <see cref="Item"/>, for a value that has to have items.</summary>
    internal static object? ItemOrMissing(RenderState state, object? target, object? key) =>
        target is DictValue or ListValue or TupleValue or RangeValue or string or Markup
            ? Item(state, target, key)
            : throw Error.Type($"'{PythonTypes.NameOf(target)}' object is not subscriptable");

    private static bool Hashable(object? key) => key is not (ListValue or DictValue or SetValue or DictView { Kind: not DictViewKind.Values });

    private static object? At(IReadOnlyList<object?> items, long index)
    {
        if (index < 0)
            index += items.Count;
        return index >= 0 && index < items.Count ? items[(int)index] : Missing.Value;
    }

    private static object InRange(RangeValue range, long index)
    {
        if (index < 0)
            index += range.Count;
        return index >= 0 && index < range.Count ? range.At(index) : Missing.Value;
    }

    private static object Character(object target, long index)
    {
        string text = Texts.Of(target);
        if (!CodePoints.IsPlain(text))
            return At(CodePoints.Split(text), index) is string point ? Texts.Wrap(point, target is Markup) : Missing.Value;
        if (index < 0)
            index += text.Length;
        return index >= 0 && index < text.Length ? Texts.Wrap(text[(int)index].ToString(), target is Markup) : Missing.Value;
    }
}
