using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Division of integers as Python has it: floored, or true and correctly rounded.</summary>
internal static class IntegerDivision
{
    private static readonly BigInteger Exact = BigInteger.One << 53;

    internal static (BigInteger Quotient, BigInteger Remainder) Floor(BigInteger x, BigInteger y)
    {
        BigInteger quotient = BigInteger.DivRem(x, y, out BigInteger remainder);
        return !remainder.IsZero && remainder.Sign != y.Sign ? (quotient - 1, remainder + y) : (quotient, remainder);
    }

    internal static double True(BigInteger x, BigInteger y)
    {
        if (x.IsZero || (BigInteger.Abs(x) <= Exact && BigInteger.Abs(y) <= Exact))
            return x.IsZero ? (y.Sign < 0 ? -0.0 : 0.0) : (double)x / (double)y;
        int shift = (int)(y.GetBitLength() - x.GetBitLength()) + 66;
        (BigInteger numerator, BigInteger denominator) = shift > 0 ? (BigInteger.Abs(x) << shift, BigInteger.Abs(y)) : (BigInteger.Abs(x), BigInteger.Abs(y) << -shift);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        double value = ToDouble(quotient, !remainder.IsZero, -shift);
        return double.IsInfinity(value)
            ? throw Error.Overflow("integer division result too large for a float")
            : x.Sign == y.Sign ? value : -value;
    }

    /// <summary>Rounds an integer times a power of two to the nearest float, ties to even.</summary>
    private static double ToDouble(BigInteger value, bool inexact, int exponent)
    {
        int drop = (int)value.GetBitLength() - 53;
        BigInteger kept = value >> drop;
        BigInteger rest = value - (kept << drop);
        BigInteger half = BigInteger.One << (drop - 1);
        if (rest > half || (rest == half && (inexact || !kept.IsEven)))
            kept++;
        return Math.ScaleB((double)kept, exponent + drop);
    }
}
