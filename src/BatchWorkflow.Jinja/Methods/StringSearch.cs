using System.Numerics;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>Looks for parts of strings.</summary>
internal static class StringSearch
{
    internal static (string Name, string Parameters, NativeBody Body)[] Methods { get; } =
    [
        ("find", "sub! start end /", (in call) => Boxes.Of(Find(call, last: false))),
        ("rfind", "sub! start end /", (in call) => Boxes.Of(Find(call, last: true))),
        ("index", "sub! start end /", (in call) => Index(call, last: false)),
        ("rindex", "sub! start end /", (in call) => Index(call, last: true)),
        ("count", "sub! start end /", Count),
        ("startswith", "prefix! start end /", (in call) => Affix(call, (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        ("endswith", "suffix! start end /", (in call) => Affix(call, (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
    ];

    /// <summary>The bounds that two optional arguments set, as a slice would.</summary>
    internal static (int Start, int Stop) Bounds(in Invocation call, int first, int length) =>
        (Clamp(call, first, 0, length, length + 1), Clamp(call, first + 1, length, length, length));

    private static int Clamp(in Invocation call, int index, int otherwise, int length, int highest)
    {
        if (!call.HasValue(index))
            return otherwise;
        object? argument = call.Arguments[index];
        long value = argument is BigInteger big ? (big.Sign < 0 ? long.MinValue / 2 : long.MaxValue / 2) : call.Integer(index);
        if (value < 0)
            value = Math.Max(0, value + length);
        return (int)Math.Min(value, highest);
    }

    private static bool Window(in Invocation call, out string window, out int start)
    {
        string text = StringMethods.Self(call);
        int length = CodePoints.Count(text);
        (start, int stop) = Bounds(call, 1, length);
        window = "";
        if (start > length || start > stop)
            return false;
        window = text[CodePoints.ToUnits(text, start)..CodePoints.ToUnits(text, stop)];
        return true;
    }

    private static int Find(in Invocation call, bool last)
    {
        string part = call.Text(0);
        if (!Window(call, out string window, out int start))
            return -1;
        int found = last ? LastIndexOf(window, part) : window.IndexOf(part, StringComparison.Ordinal);
        return found < 0 ? -1 : start + CodePoints.FromUnits(window, found);
    }

    private static int LastIndexOf(string text, string part) =>
        part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal);

    private static object Index(in Invocation call, bool last)
    {
        int found = Find(call, last);
        return found < 0 ? throw Error.Value("substring not found") : Boxes.Of(found);
    }

    private static object? Count(in Invocation call)
    {
        string part = call.Text(0);
        if (!Window(call, out string window, out _))
            return Boxes.Of(0);
        if (part.Length == 0)
            return Boxes.Of(CodePoints.Count(window) + 1);
        int count = 0;
        for (int at = window.IndexOf(part, StringComparison.Ordinal); at >= 0; at = window.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return Boxes.Of(count);
    }

    private static object Affix(in Invocation call, Func<string, string, bool> matches)
    {
        object? argument = call.Arguments[0];
        if (!Window(call, out string window, out _))
            return Boxes.False;
        if (argument is not TupleValue tuple)
            return Texts.TryGet(argument, out string part) ? Boxes.Of(matches(window, part)) : throw NotText(call, argument);
        foreach (object? item in tuple.Items)
            if (matches(window, Texts.TryGet(item, out string text) ? text : throw NotText(call, item)))
                return Boxes.True;
        return Boxes.False;
    }

    private static JinjaException NotText(in Invocation call, object? argument)
    {
        Guard.RefuseUnknown(argument);
        return Error.Type($"{call.Function} first arg must be str or a tuple of str, not {PythonTypes.NameOf(argument)}");
    }
}
