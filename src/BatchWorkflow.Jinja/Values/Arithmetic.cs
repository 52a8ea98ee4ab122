using System.Numerics;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Python's arithmetic on numbers; what else the operators do to sequences is in <see cref="SequenceArithmetic"/>.</summary>
internal static class Arithmetic
{
    internal static object? Add(RenderState state, object? left, object? right)
    {
        if (left is long a && right is long b)
        {
            long sum = unchecked(a + b);
            return ((a ^ sum) & (b ^ sum)) < 0 ? (BigInteger)a + b : Boxes.Of(sum);
        }

        if (left is string x && right is string y)
        {
            state.ChargeText(x.Length + (long)y.Length);
            return x + y;
        }

        return AreNumbers(left, right, out bool isFloat)
            ? isFloat ? Numbers.ToDouble(left) + Numbers.ToDouble(right) : Boxes.Of(Numbers.ToBig(left) + Numbers.ToBig(right))
            : ComplexValue.TryBoth(left, right, out Complex c, out Complex d) ? new ComplexValue(c + d) : SequenceArithmetic.Add(state, left, right);
    }

    internal static object? Subtract(object? left, object? right)
    {
        if (AreNumbers(left, right, out bool isFloat))
            return isFloat ? Numbers.ToDouble(left) - Numbers.ToDouble(right) : Boxes.Of(Numbers.ToBig(left) - Numbers.ToBig(right));
        if (ComplexValue.TryBoth(left, right, out Complex x, out Complex y))
            return new ComplexValue(x - y);
        Guard.Refuse(left, right);
        if (left is not SetValue a || right is not SetValue b)
            throw Unsupported("-", left, right);
        SetValue difference = new();
        foreach (object? item in a.Items.Where(item => !b.Contains(item)))
            difference.Add(item);
        return difference;
    }

    internal static object? Multiply(RenderState state, object? left, object? right)
    {
        if (ComplexValue.TryBoth(left, right, out Complex c, out Complex d))
            return new ComplexValue(c * d);
        if (!AreNumbers(left, right, out bool isFloat))
            return SequenceArithmetic.Multiply(state, left, right);
        if (isFloat)
            return Numbers.ToDouble(left) * Numbers.ToDouble(right);
        if (left is long a && right is long b && Math.BigMul(a, b, out long low) is var high && high == low >> 63)
            return Boxes.Of(low);
        BigInteger x = Numbers.ToBig(left);
        BigInteger y = Numbers.ToBig(right);
        CheckBits(state, x.GetBitLength() + y.GetBitLength());
        return Boxes.Of(x * y);
    }

    internal static object? Divide(object? left, object? right)
    {
        if (ComplexValue.TryBoth(left, right, out Complex a, out Complex b))
            return ComplexValue.Divide(a, b);
        if (!AreNumbers(left, right, out bool isFloat))
            throw Refused("/", left, right);
        if (isFloat)
        {
            double divisor = Numbers.ToDouble(right);
            return divisor == 0 ? throw Error.ZeroDivision("float division by zero") : Numbers.ToDouble(left) / divisor;
        }

        BigInteger y = Numbers.ToBig(right);
        return y.IsZero ? throw Error.ZeroDivision("division by zero") : IntegerDivision.True(Numbers.ToBig(left), y);
    }

    internal static object? FloorDivide(object? left, object? right)
    {
        if (!AreNumbers(left, right, out bool isFloat))
            throw Refused("//", left, right);
        if (!isFloat)
            return Boxes.Of(IntegerDivision.Floor(Numbers.ToBig(left), NonZero(right, "integer division or modulo by zero")).Quotient);
        return FloatDivision(Numbers.ToDouble(left), Numbers.ToDouble(right), "float floor division by zero").Quotient;
    }

    internal static object? Modulo(Frame frame, object? left, object? right)
    {
        if (left is string or Markup)
            return Formatting.PercentFormat.Apply(frame, left, right);
        if (!AreNumbers(left, right, out bool isFloat))
            throw Refused("%", left, right);
        if (!isFloat)
            return Boxes.Of(IntegerDivision.Floor(Numbers.ToBig(left), NonZero(right, "integer modulo by zero")).Remainder);
        return FloatDivision(Numbers.ToDouble(left), Numbers.ToDouble(right), "float modulo").Remainder;
    }

    internal static object? Power(RenderState state, object? left, object? right)
    {
        if (ComplexValue.TryBoth(left, right, out Complex a, out Complex b))
            return ComplexValue.Power(a, b);
        if (!AreNumbers(left, right, out bool isFloat))
            throw Refused("** or pow()", left, right);
        if (!isFloat && Numbers.ToBig(right).Sign >= 0)
            return IntegerPower(state, Numbers.ToBig(left), Numbers.ToBig(right));
        double x = Numbers.ToDouble(left);
        double y = Numbers.ToDouble(right);
        if (x == 0 && y < 0)
            throw Error.ZeroDivision("0.0 cannot be raised to a negative power");
        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && Math.Floor(y) != y)
            return ComplexValue.Power(x, y);
        double power = Math.Pow(x, y);
        return double.IsInfinity(power) && double.IsFinite(x) && double.IsFinite(y)
            ? throw Error.Overflow("(34, 'Numerical result out of range')")
            : power;
    }

    private static object IntegerPower(RenderState state, BigInteger x, BigInteger y)
    {
        if (x.IsZero || x.IsOne || y.IsZero)
            return Boxes.Of(y.IsZero ? BigInteger.One : x);
        if (x == BigInteger.MinusOne)
            return Boxes.Of(y.IsEven ? BigInteger.One : x);
        CheckBits(state, y > state.Limits.MaxIntegerBits ? long.MaxValue : (x.GetBitLength() - 1) * (long)y);
        return Boxes.Of(BigInteger.Pow(x, (int)y));
    }

    internal static object? Negate(object? value) => value switch
    {
        long integer when integer != long.MinValue => Boxes.Of(-integer),
        double number => -number,
        ComplexValue complex => new ComplexValue(-complex.Number),
        _ when Numbers.IsInteger(value) => Boxes.Of(-Numbers.ToBig(value)),
        _ => throw BadUnary("-", value),
    };

    internal static object? Plus(object? value) => value switch
    {
        double or ComplexValue => value,
        _ when Numbers.IsInteger(value) => Boxes.Of(Numbers.ToBig(value)),
        _ => throw BadUnary("+", value),
    };

    private static bool AreNumbers(object? left, object? right, out bool isFloat)
    {
        isFloat = left is double || right is double;
        return Numbers.IsNumber(left) && Numbers.IsNumber(right);
    }

    private static BigInteger NonZero(object? value, string message)
    {
        BigInteger divisor = Numbers.ToBig(value);
        return divisor.IsZero ? throw Error.ZeroDivision(message) : divisor;
    }

    private static (double Quotient, double Remainder) FloatDivision(double x, double y, string message)
    {
        if (y == 0)
            throw Error.ZeroDivision(message);
        double remainder = x % y;
        double quotient = (x - remainder) / y;
        if (remainder != 0 && (y < 0) != (remainder < 0))
        {
            remainder += y;
            quotient -= 1;
        }
        else if (remainder == 0)
        {
            remainder = Math.CopySign(0, y);
        }

        double floor = Math.Floor(quotient);
        if (quotient - floor > 0.5)
            floor += 1;
        return (quotient == 0 ? Math.CopySign(0, x / y) : floor, remainder);
    }

    private static void CheckBits(RenderState state, long bits)
    {
        if (bits > state.Limits.MaxIntegerBits)
            throw Error.Limit($"an integer of more than {state.Limits.MaxIntegerBits} bits");
        state.Tick();
    }

    private static JinjaException Refused(string sign, object? left, object? right)
    {
        Guard.Refuse(left, right);
        return Unsupported(sign, left, right);
    }

    internal static JinjaException Unsupported(string sign, object? left, object? right) =>
        Error.Type($"unsupported operand type(s) for {sign}: '{PythonTypes.NameOf(left)}' and '{PythonTypes.NameOf(right)}'");

    private static JinjaException BadUnary(string sign, object? value)
    {
        Guard.Refuse(value);
        return Error.Type($"bad operand type for unary {sign}: '{PythonTypes.NameOf(value)}'");
    }
}
