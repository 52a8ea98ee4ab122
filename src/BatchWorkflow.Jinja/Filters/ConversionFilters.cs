using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Formatting;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters between kinds of values: numbers, defaults, attributes, JSON.</summary>
internal static class ConversionFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("default", "default_value boolean", Default), ("d", "default_value boolean", Default),
        ("abs", "", Abs), ("int", "default base", Int), ("float", "default", Float), ("round", "precision method", Round),
        ("attr", "name!", Attr), ("filesizeformat", "binary", FileSizeFormat),
        ("tojson", "indent", ToJson), ("pprint", "", (in call) => PrettyText.Of(call.State, call.Value)),
    ];

    private static object? Default(in Invocation call)
    {
        if (call.Value is UnknownValue)
            return call.Value;
        bool replace = call.Value is JinjaUndefined || (call.IsTrue(1) && !Truth.Of(call.Value));
        return replace ? call.Get(0, "") : call.Value;
    }

    private static object? Abs(in Invocation call)
    {
        return call.Value switch
        {
            double number => Math.Abs(number),
            _ when Numbers.IsInteger(call.Value) => Boxes.Of(BigInteger.Abs(Numbers.ToBig(call.Value))),
            _ => throw Error.Type($"bad operand type for abs(): '{PythonTypes.NameOf(call.Value)}'"),
        };
    }

    private static object? Int(in Invocation call)
    {
        object? otherwise = call.Get(0, Boxes.Of(0));
        switch (call.Value)
        {
            case JinjaUndefined undefined: throw undefined.Fail();
            case double number: return FromFloat(number, otherwise);
            case string or Markup:
                string text = Texts.Of(call.Value);
                if (NumberText.TryInteger(text, call.Integer(1, 10), out BigInteger integer))
                    return Boxes.Of(integer);
                return NumberText.TryFloat(text, out double parsed) ? FromFloat(parsed, otherwise) : otherwise;
            default: return Numbers.IsInteger(call.Value) ? Boxes.Of(Numbers.ToBig(call.Value)) : otherwise;
        }
    }

    private static object? FromFloat(double number, object? otherwise) => double.IsFinite(number) ? Boxes.Of(new BigInteger(number)) : otherwise;

    private static object? Float(in Invocation call)
    {
        object? otherwise = call.Get(0, 0.0);
        return call.Value switch
        {
            JinjaUndefined undefined => throw undefined.Fail(),
            string or Markup => NumberText.TryFloat(Texts.Of(call.Value), out double parsed) ? parsed : otherwise,
            _ => Numbers.IsNumber(call.Value) ? Numbers.ToDouble(call.Value) : otherwise,
        };
    }

    private static object? Round(in Invocation call)
    {
        string method = call.Str(1, "common");
        if (method is not ("common" or "ceil" or "floor"))
            throw Error.Filter("method must be common, ceil or floor");
        if (method != "common")
            Guard.Refuse(call.Value);
        if (!Numbers.IsNumber(call.Value))
            throw method == "common"
                ? Error.Type($"type {PythonTypes.NameOf(call.Value)} doesn't define __round__ method")
                : Error.Type($"must be real number, not {PythonTypes.NameOf(call.Value)}");
        return method == "common" ? RoundHalfToEven(call) : RoundTowards(call, method);
    }

    private static object RoundHalfToEven(in Invocation call)
    {
        long precision = call.Has(0) && call.Arguments[0] is not null ? call.Integer(0) : 0;
        if (call.Value is double number)
        {
            if (call.Has(0) && call.Arguments[0] is null)
                return double.IsFinite(number) ? Boxes.Of(new BigInteger(Math.Round(number))) : throw Error.Overflow("cannot convert float infinity to integer");
            return FloatRounding.Round(number, precision);
        }

        BigInteger integer = Numbers.ToBig(call.Value);
        if (precision >= 0)
            return Boxes.Of(integer);
        if (-precision > call.State.Limits.MaxIntegerBits / 4)
            return Boxes.Of(0);
        BigInteger unit = BigInteger.Pow(10, (int)-precision);
        (BigInteger quotient, BigInteger rest) = IntegerDivision.Floor(integer, unit);
        int half = (rest * 2).CompareTo(unit);
        return Boxes.Of((half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient) * unit);
    }

    private static object? RoundTowards(in Invocation call, string method)
    {
        object? unit = Arithmetic.Power(call.State, Boxes.Of(10), call.Get(0, Boxes.Of(0)));
        object? scaled = Arithmetic.Multiply(call.State, call.Value, unit);
        if (scaled is double number)
        {
            if (!double.IsFinite(number))
                throw double.IsNaN(number)
                    ? Error.Value("cannot convert float NaN to integer") : Error.Overflow("cannot convert float infinity to integer");
            scaled = Boxes.Of(new BigInteger(method == "ceil" ? Math.Ceiling(number) : Math.Floor(number)));
        }

        return Arithmetic.Divide(scaled, unit);
    }

    private static object? Attr(in Invocation call)
    {
        if (!Texts.TryGet(call.Arguments[0], out string name))
            throw Error.Type($"attribute name must be string, not '{PythonTypes.NameOf(call.Arguments[0])}'");
        object? found = Attributes.Find(call.Frame, call.Value, name);
        return found is Missing ? Attributes.Undefined(call.Frame, call.Value, name) : found;
    }

    private static string FileSizeFormat(in Invocation call)
    {
        Guard.Refuse(call.Value);
        if (!Numbers.IsNumber(call.Value) && call.Value is not (string or Markup))
            throw Error.Type($"float() argument must be a string or a real number, not '{PythonTypes.NameOf(call.Value)}'");
        if (Texts.TryGet(call.Value, out string text) && !NumberText.TryFloat(text, out _))
            throw Error.Value($"could not convert string to float: {Reprs.Of(call.Value)}");
        double bytes = NumberText.TryFloat(text ?? "", out double parsed) ? parsed : Numbers.ToDouble(call.Value);
        bool binary = call.IsTrue(0);
        double unit = binary ? 1024 : 1000;
        if (bytes == 1)
            return "1 Byte";
        if (bytes < unit)
            return double.IsFinite(bytes)
                ? $"{new BigInteger(bytes).ToString(CultureInfo.InvariantCulture)} Bytes" : throw Error.Overflow("cannot convert float infinity to integer");
        double step = unit;
        string prefixes = binary ? "KMGTPEZY" : "kMGTPEZY";
        int index = 0;
        double next = step * unit;
        while (index < prefixes.Length - 1 && !(bytes < next))
        {
            index++;
            next *= unit;
        }

        double shown = unit * bytes / next;
        return (double.IsFinite(shown) ? ExactDecimal.Fixed(shown, 1) : FloatText.Repr(shown)) + $" {prefixes[index]}{(binary ? "iB" : "B")}";
    }

    private static Markup ToJson(in Invocation call)
    {
        object? indent = call.Get(0);
        string? step = indent switch
        {
            null => null,
            string text => text,
            _ => StringOf(call),
        };
        return new Markup(JsonText.Of(call.State, call.Value, step)
            .Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal).Replace("'", "\\u0027", StringComparison.Ordinal));
    }

    private static string StringOf(in Invocation call)
    {
        long width = Math.Max(0, call.Integer(0));
        call.State.ChargeText(width);
        return new string(' ', (int)width);
    }
}
