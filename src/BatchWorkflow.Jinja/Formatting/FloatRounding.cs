using System.Globalization;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Rounds floats to a number of decimals by their exact value, ties to even.</summary>
internal static class FloatRounding
{
    internal static double Round(double value, long decimals)
    {
        if (!double.IsFinite(value) || decimals > 323)
            return value;
        if (decimals < -308)
            return Math.CopySign(0, value);
        double rounded = decimals >= 0
            ? double.Parse(ExactDecimal.Fixed(Math.Abs(value), (int)decimals), CultureInfo.InvariantCulture)
            : double.Parse(ExactDecimal.Whole(Math.Abs(value), (int)decimals), CultureInfo.InvariantCulture);
        return double.IsInfinity(rounded) ? throw Error.Overflow("rounded value too large to represent") : Math.CopySign(rounded, value);
    }
}
