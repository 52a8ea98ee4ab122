using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>A complex number, which only a power of a negative number makes, with the operators that Python gives it.</summary>
internal sealed record ComplexValue(Complex Number)
{
    /// <summary>True where both are numbers and one of them is complex.</summary>
    internal static bool TryBoth(object? left, object? right, out Complex a, out Complex b)
    {
        (a, b) = (default, default);
        return (left is ComplexValue || right is ComplexValue) && TryGet(left, out a) && TryGet(right, out b);
    }

    private static bool TryGet(object? value, out Complex number)
    {
        number = value is ComplexValue complex ? complex.Number : Numbers.IsNumber(value) ? Numbers.ToDouble(value) : default;
        return value is ComplexValue || Numbers.IsNumber(value);
    }

    internal static ComplexValue Divide(Complex left, Complex right) =>
        right == Complex.Zero ? throw Error.ZeroDivision("complex division by zero") : new(left / right);

    /// <summary>A power by the polar form, as Python computes it; a whole exponent by repeated multiplication.</summary>
    internal static ComplexValue Power(Complex left, Complex right)
    {
        if (right == Complex.Zero)
            return new(Complex.One);
        if (left == Complex.Zero)
            return right.Imaginary != 0 || right.Real < 0 ? throw Error.ZeroDivision("0.0 to a negative or complex power") : new(Complex.Zero);
        if (right.Imaginary == 0 && Math.Floor(right.Real) == right.Real && Math.Abs(right.Real) <= 100)
            return new(WholePower(left, (int)right.Real));
        double length = Math.Pow(double.Hypot(left.Real, left.Imaginary), right.Real);
        double angle = Math.Atan2(left.Imaginary, left.Real);
        double phase = angle * right.Real;
        if (right.Imaginary != 0)
        {
            length *= Math.Exp(-angle * right.Imaginary);
            phase += right.Imaginary * Math.Log(double.Hypot(left.Real, left.Imaginary));
        }

        return new(new Complex(length * Math.Cos(phase), length * Math.Sin(phase)));
    }

    private static Complex WholePower(Complex number, int exponent)
    {
        Complex power = Complex.One;
        Complex square = number;
        for (int rest = Math.Abs(exponent); rest > 0; rest >>= 1)
        {
            if ((rest & 1) == 1)
                power *= square;
            square *= square;
        }

        return exponent < 0 ? Complex.One / power : power;
    }

    internal string Repr()
    {
        string imaginary = Part(Number.Imaginary) + "j";
        if (Number.Real == 0 && !double.IsNegative(Number.Real))
            return imaginary;
        return $"({Part(Number.Real)}{(imaginary[0] == '-' ? "" : "+")}{imaginary})";
    }

    private static string Part(double value)
    {
        string text = FloatText.Repr(value);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
