using System.Globalization;
using System.Numerics;
using System.Text;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Values as they are written in a program: Python's <c>repr</c>.</summary>
internal static class Reprs
{
    private const int LongestInMessages = 100_000;

    /// <summary>For messages, where no rendering counts what is made.</summary>
    internal static string Of(object? value)
    {
        StringBuilder text = new();
        Write(text, value, LongestInMessages);
        return text.ToString();
    }

    internal static string Of(RenderState state, object? value)
    {
        StringBuilder text = new();
        Write(text, value, state.Limits.MaxStringLength);
        state.ChargeText(text.Length);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int limit)
    {
        if (text.Length > limit)
            throw Error.Limit($"a string of more than {limit} characters is too long");
        switch (value)
        {
            case string s: StringRepr.Write(text, s); break;
            case Markup markup:
                text.Append("Markup(");
                StringRepr.Write(text, markup.Text);
                text.Append(')');
                break;
            case ListValue list: WriteItems(text, '[', list.Items, ']', limit); break;
            case TupleValue tuple: WriteTuple(text, tuple, limit); break;
            case DictValue dict: WriteDict(text, dict, limit); break;
            case SetValue { Count: 0 }: text.Append("set()"); break;
            case SetValue set: WriteItems(text, '{', set.Items, '}', limit); break;
            case DictView view: WriteView(text, view, limit); break;
            case NamespaceValue space:
                text.Append("<Namespace ");
                WriteDict(text, space.Attributes, limit);
                text.Append('>');
                break;
            default: text.Append(Scalar(value)); break;
        }
    }

    private static string Scalar(object? value) => value switch
    {
        null => "None",
        bool boolean => boolean ? "True" : "False",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double number => FloatText.Repr(number),
        ComplexValue complex => complex.Repr(),
        BytesValue bytes => bytes.Repr(),
        BigInteger big => Texts.OfInteger(big),
        JinjaUndefined => "Undefined",
        UnknownValue unknown => throw new UnknownValueException(unknown),
        RangeValue range => range.Step == 1 ? $"range({range.Start}, {range.Stop})" : $"range({range.Start}, {range.Stop}, {range.Step})",
        SliceValue slice => $"slice({Of(slice.Start)}, {Of(slice.Stop)}, {Of(slice.Step)})",
        CallableValue callable => callable.Repr,
        ModuleValue module => $"<TemplateModule {(module.Name is null ? "memory:0" : Of(module.Name))}>",
        IteratorValue iterator => $"<{iterator.Title} at 0x{Identity(iterator):x12}>",
        _ => $"<{PythonTypes.NameOf(value)} object at 0x{Identity(value):x12}>",
    };

    private static long Identity(object value) =>
        0x7f0000000000 + (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value) * 16L);

    private static void WriteItems(StringBuilder text, char open, IEnumerable<object?> items, char close, int limit)
    {
        RenderState.EnsureStack();
        text.Append(open);
        bool first = true;
        foreach (object? item in items)
        {
            if (!first)
                text.Append(", ");
            first = false;
            Write(text, item, limit);
        }

        text.Append(close);
    }

    private static void WriteTuple(StringBuilder text, TupleValue tuple, int limit)
    {
        WriteItems(text, '(', tuple.Items, ')', limit);
        if (tuple.Items.Length == 1)
            text.Insert(text.Length - 1, ',');
    }

    private static void WriteDict(StringBuilder text, DictValue dict, int limit)
    {
        RenderState.EnsureStack();
        text.Append('{');
        bool first = true;
        foreach (KeyValuePair<object?, object?> entry in dict.Entries)
        {
            if (!first)
                text.Append(", ");
            first = false;
            Write(text, entry.Key, limit);
            text.Append(": ");
            Write(text, entry.Value, limit);
        }

        text.Append('}');
    }

    private static void WriteView(StringBuilder text, DictView view, int limit)
    {
        text.Append(view.TypeName).Append('(');
        WriteItems(text, '[', Enumerable.Range(0, view.Dict.Count).Select(view.At), ']', limit);
        text.Append(')');
    }
}
