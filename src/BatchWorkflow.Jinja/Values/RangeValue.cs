using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>A range of integers that are made as they are asked for.</summary>
internal sealed record RangeValue(long Start, long Stop, long Step)
{
    internal long Count
    {
        get
        {
            Int128 distance = Step > 0 ? (Int128)Stop - Start : (Int128)Start - Stop;
            return distance <= 0 ? 0 : (long)Int128.Min(long.MaxValue, ((distance - 1) / Int128.Abs((Int128)Step)) + 1);
        }
    }

    internal object At(long index) => Boxes.Of(Start + (index * Step));

    internal bool Contains(long value) =>
        (Step > 0 ? value >= Start && value < Stop : value <= Start && value > Stop) && ((Int128)value - Start) % Step == 0;

    internal RangeValue Slice(long start, long stop, long step)
    {
        try
        {
            return checked(new RangeValue(Start + (start * Step), Start + (stop * Step), Step * step));
        }
        catch (OverflowException)
        {
            throw Error.Overflow("Python int too large to convert to C ssize_t");
        }
    }
}
