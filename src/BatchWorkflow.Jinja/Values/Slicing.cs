using System.Numerics;
using System.Text;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Slices of strings, lists, tuples and ranges.</summary>
internal static class Slicing
{
    internal static object? Slice(RenderState state, object? target, SliceValue slice)
    {
        if (Sequences.Length(target) is not { } length || target is not (string or Markup or ListValue or TupleValue or RangeValue or BytesValue))
            throw NotSliceable(target);
        if (!TryResolve(slice, length, out long start, out long stop, out long step))
            throw Error.Type("slice indices must be integers or None or have an __index__ method");
        Int128 distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        long count = distance <= 0 ? 0 : (long)((distance - 1) / Int128.Abs((Int128)step)) + 1;
        state.ChargeItems(target is RangeValue ? 0 : count);
        switch (target)
        {
            case ListValue list: return new ListValue([.. Pick(list.Items, start, step, count)]);
            case TupleValue tuple: return new TupleValue([.. Pick(tuple.Items, start, step, count)]);
            case BytesValue bytes: return new BytesValue([.. Pick([.. bytes.Bytes.Select(b => (object?)b)], start, step, count).Select(b => (byte)b!)]);
            case RangeValue range: return range.Slice(start, stop, step);
            default: return Text(target!, start, step, count);
        }
    }

    private static JinjaException NotSliceable(object? target)
    {
        Guard.Refuse(target);
        return Error.Type(target is DictValue ? "unhashable type: 'slice'" : $"'{PythonTypes.NameOf(target)}' object is not subscriptable");
    }

    private static IEnumerable<object?> Pick(IReadOnlyList<object?> items, long start, long step, long count)
    {
        for (long i = 0; i < count; i++)
            yield return items[(int)(start + (i * step))];
    }

    private static object Text(object target, long start, long step, long count)
    {
        string text = Texts.Of(target);
        if (!CodePoints.IsPlain(text))
            return Texts.Wrap(string.Concat(Pick(CodePoints.Split(text), start, step, count)), target is Markup);
        if (step == 1)
            return Texts.Wrap(count == 0 ? "" : text.Substring((int)start, (int)count), target is Markup);
        StringBuilder picked = new((int)count);
        for (long i = 0; i < count; i++)
            picked.Append(text[(int)(start + (i * step))]);
        return Texts.Wrap(picked.ToString(), target is Markup);
    }

    private static bool TryResolve(SliceValue slice, long length, out long start, out long stop, out long step)
    {
        (start, stop, step) = (0, 0, 1);
        if (slice.Step is not null && !TryBound(slice.Step, out step))
            return false;
        if (step == 0)
            throw Error.Value("slice step cannot be zero");
        step = Math.Max(step, -long.MaxValue);
        (long lowest, long highest) = step > 0 ? (0L, length) : (-1L, length - 1);
        start = step > 0 ? lowest : highest;
        stop = step > 0 ? highest : lowest;
        if (slice.Start is not null && !TryClamp(slice.Start, length, lowest, highest, out start))
            return false;
        return slice.Stop is null || TryClamp(slice.Stop, length, lowest, highest, out stop);
    }

    private static bool TryClamp(object bound, long length, long lowest, long highest, out long result)
    {
        bool found = TryBound(bound, out long value);
        if (value < 0)
            value = Math.Max(long.MinValue + length, value) + length;
        result = Math.Clamp(value, lowest, Math.Max(lowest, highest));
        return found;
    }

    private static bool TryBound(object bound, out long value)
    {
        if (bound is BigInteger big)
        {
            value = big.Sign < 0 ? -long.MaxValue : long.MaxValue;
            return true;
        }

        Guard.RefuseUnknown(bound);
        return Numbers.TryLong(bound, out value);
    }
}
