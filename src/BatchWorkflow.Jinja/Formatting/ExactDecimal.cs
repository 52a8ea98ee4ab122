using System.Globalization;
using System.Numerics;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>The exact decimal digits of floats, rounded half to even as C's printf rounds.</summary>
internal static class ExactDecimal
{
    /// <summary>A finite, non-negative float with a number of digits after the point.</summary>
    internal static string Fixed(double value, int decimals)
    {
        BigInteger scaled = Scale(value, decimals);
        string digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : digits[..^decimals] + "." + digits[^decimals..];
    }

    /// <summary>A finite, non-negative float rounded to a power of ten above one.</summary>
    internal static string Whole(double value, int decimals) =>
        Scale(value, decimals).ToString(CultureInfo.InvariantCulture) + new string('0', -decimals);

    /// <summary>The significant digits of a finite, non-negative float, and the power of ten of the first.</summary>
    internal static (string Digits, int Exponent) Scientific(double value, int significant)
    {
        if (value == 0)
            return (new string('0', significant), 0);
        int exponent = (int)Math.Floor(Math.Log10(value));
        for (int guess = exponent - 1; ; guess++)
        {
            string digits = Scale(value, significant - 1 - guess).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == significant)
                return (digits, guess);
        }
    }

    /// <summary>The value times a power of ten, as the nearest integer.</summary>
    private static BigInteger Scale(double value, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xFFFFFFFFFFFFF;
        BigInteger numerator = exponent == 0 ? fraction : fraction | (1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        BigInteger denominator = BigInteger.One;
        if (shift > 0)
            numerator <<= shift;
        else
            denominator <<= -shift;
        if (power > 0)
            numerator *= BigInteger.Pow(10, power);
        else
            denominator *= BigInteger.Pow(10, -power);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        int half = (remainder * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
