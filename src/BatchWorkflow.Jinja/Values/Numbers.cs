using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>What booleans, integers and floats have in common.</summary>
internal static class Numbers
{
    private const long ExactInDouble = 1L << 53;
    private const int MaximumFloatBits = 1024;

    internal static bool IsNumber(object? value) => value is long or double or bool or BigInteger;

    internal static bool IsInteger(object? value) => value is long or bool or BigInteger;

    /// <summary>An integer that fits 64 bits, from an integer or boolean.</summary>
    internal static bool TryLong(object? value, out long result)
    {
        (bool found, result) = value switch
        {
            long integer => (true, integer),
            bool boolean => (true, boolean ? 1L : 0L),
            _ => (false, 0L),
        };
        return found;
    }

    internal static BigInteger ToBig(object? value) => value switch
    {
        long integer => integer,
        BigInteger big => big,
        bool boolean => boolean ? 1 : 0,
        _ => throw new ArgumentException("not an integer", nameof(value)),
    };

    internal static double ToDouble(object? value) => value switch
    {
        double number => number,
        long integer => integer,
        bool boolean => boolean ? 1 : 0,
        BigInteger big => FromBig(big),
        _ => throw new ArgumentException("not a number", nameof(value)),
    };

    private static double FromBig(BigInteger big)
    {
        double number = big.GetBitLength() > MaximumFloatBits ? double.PositiveInfinity : IntegerDivision.True(big, BigInteger.One);
        return double.IsInfinity(number) ? throw Error.Overflow("int too large to convert to float") : number;
    }

    internal static bool AreEqual(object left, object right) => (left, right) switch
    {
        (long a, long b) => a == b,
        (double a, double b) => a == b,
        _ => Compare(left, right) == 0,
    };

    /// <summary>Below, at or above zero, as left is less than, equal to or greater than right; null where one is not a number.</summary>
    internal static int? Compare(object left, object right)
    {
        if (left is long a && right is long b)
            return a.CompareTo(b);
        if (left is double x && right is double y)
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        if (left is double leftFloat)
            return -CompareToFloat(right, leftFloat);
        return right is double rightFloat ? CompareToFloat(left, rightFloat) : ToBig(left).CompareTo(ToBig(right));
    }

    private static int? CompareToFloat(object integer, double number)
    {
        if (double.IsNaN(number))
            return null;
        if (double.IsInfinity(number))
            return number > 0 ? -1 : 1;
        if (TryLong(integer, out long small) && Math.Abs(small) <= ExactInDouble)
            return ((double)small).CompareTo(number);
        double floor = Math.Floor(number);
        int order = ToBig(integer).CompareTo(new BigInteger(floor));
        return order != 0 ? order : floor < number ? -1 : 0;
    }
}
