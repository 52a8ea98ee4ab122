using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>The methods and properties of integers and floats.</summary>
internal static class NumberMethods
{
    internal static FunctionTable IntegerTable { get; } = new(
    [
        ("bit_length", "", (in call) => Boxes.Of(BitLength(Numbers.ToBig(call.Value)))),
        ("bit_count", "", (in call) => Boxes.Of(BitCount(Numbers.ToBig(call.Value)))),
        ("conjugate", "", (in call) => Boxes.Of(Numbers.ToBig(call.Value))),
        ("as_integer_ratio", "", (in call) => new TupleValue([Boxes.Of(Numbers.ToBig(call.Value)), Boxes.Of(1)])),
    ]);

    internal static FunctionTable FloatTable { get; } = new(
    [
        ("is_integer", "", (in call) => Boxes.Of(double.IsInteger((double)call.Value!))),
        ("conjugate", "", (in call) => call.Value),
        ("hex", "", (in call) => Hex((double)call.Value!)),
        ("as_integer_ratio", "", (in call) => Ratio((double)call.Value!)),
    ]);

    internal static FunctionTable ComplexTable { get; } = new(
    [
        ("conjugate", "", (in call) => new ComplexValue(Complex.Conjugate(((ComplexValue)call.Value!).Number))),
    ]);

    internal static object? Property(object value, string name) => name switch
    {
        "real" when value is ComplexValue complex => complex.Number.Real,
        "imag" when value is ComplexValue complex => complex.Number.Imaginary,
        _ when value is ComplexValue => Missing.Value,
        "real" => value is double ? value : Boxes.Of(Numbers.ToBig(value)),
        "imag" => value is double ? 0.0 : Boxes.Of(0),
        "numerator" when value is not double => Boxes.Of(Numbers.ToBig(value)),
        "denominator" when value is not double => Boxes.Of(1),
        _ => Missing.Value,
    };

    private static long BitLength(BigInteger value) => (long)BigInteger.Abs(value).GetBitLength();

    private static long BitCount(BigInteger value)
    {
        long count = 0;
        foreach (byte part in BigInteger.Abs(value).ToByteArray(isUnsigned: true))
            count += BitOperations.PopCount(part);
        return count;
    }

    private static TupleValue Ratio(double value)
    {
        if (!double.IsFinite(value))
            throw double.IsNaN(value)
                ? Error.Value("cannot convert NaN to integer ratio")
                : Error.Overflow("cannot convert Infinity to integer ratio");
        BigInteger denominator = BigInteger.One;
        while (!double.IsInteger(value))
        {
            value *= 2;
            denominator *= 2;
        }

        return new TupleValue([Boxes.Of(new BigInteger(value)), Boxes.Of(denominator)]);
    }

    private static string Hex(double value)
    {
        if (!double.IsFinite(value))
            return FloatText.Repr(value);
        long bits = BitConverter.DoubleToInt64Bits(value);
        long fraction = bits & 0xFFFFFFFFFFFFF;
        int exponent = (int)((bits >> 52) & 0x7FF);
        string sign = bits < 0 ? "-" : "";
        if (value == 0)
            return $"{sign}0x0.0p+0";
        (int lead, int power) = exponent == 0 ? (0, -1022) : (1, exponent - 1023);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}0x{lead}.{fraction:x13}p{(power < 0 ? '-' : '+')}{Math.Abs(power)}");
    }
}
