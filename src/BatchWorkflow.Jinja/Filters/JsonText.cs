using System.Globalization;
using System.Numerics;
using System.Text;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Values as JSON, with sorted keys and in ASCII, as Jinja2 writes it.</summary>
internal sealed class JsonText
{
    private readonly RenderState _state;
    private readonly string? _indent;
    private readonly StringBuilder _text = new();

    private JsonText(RenderState state, string? indent) => (_state, _indent) = (state, indent);

    internal static string Of(RenderState state, object? value, string? indent)
    {
        JsonText json = new(state, indent);
        json.Write(value, 0);
        state.ChargeText(json._text.Length);
        return json._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        if (_text.Length > _state.Limits.MaxStringLength)
            _state.ChargeText(_text.Length);
        switch (value)
        {
            case null: _text.Append("null"); break;
            case bool boolean: _text.Append(boolean ? "true" : "false"); break;
            case long or BigInteger: _text.Append(Texts.Str(_state, value)); break;
            case double number: _text.Append(Float(number)); break;
            case string or Markup: WriteText(Texts.Of(value)); break;
            case ListValue list: WriteItems(list.Items, depth); break;
            case TupleValue tuple: WriteItems(tuple.Items, depth); break;
            case DictValue dict: WriteDict(dict, depth); break;
            default:
                Guard.RefuseUnknown(value);
                throw Error.Type($"Object of type {PythonTypes.NameOf(value)} is not JSON serializable");
        }
    }

    private static string Float(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : FloatText.Repr(value);

    private void WriteItems(IReadOnlyList<object?> items, int depth)
    {
        RenderState.EnsureStack();
        _text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            Separate(i == 0, depth + 1);
            Write(items[i], depth + 1);
        }

        Close(items.Count, ']', depth);
    }

    private void WriteDict(DictValue dict, int depth)
    {
        RenderState.EnsureStack();
        _text.Append('{');
        List<object?> entries = [.. dict.Entries.Select(entry => (object?)new TupleValue([entry.Key, entry.Value]))];
        bool first = true;
        foreach (object? entry in StableSort.By(_state, entries, item => ((TupleValue)item!).Items[0], reverse: false))
        {
            Separate(first, depth + 1);
            first = false;
            object?[] pair = ((TupleValue)entry!).Items;
            WriteText(KeyOf(pair[0]));
            _text.Append(": ");
            Write(pair[1], depth + 1);
        }

        Close(dict.Count, '}', depth);
    }

    private string KeyOf(object? key) => key switch
    {
        string or Markup => Texts.Of(key),
        null => "null",
        bool boolean => boolean ? "true" : "false",
        double number => Float(number),
        long or BigInteger => Texts.Str(_state, key),
        _ => throw Error.Type($"keys must be str, int, float, bool or None, not {PythonTypes.NameOf(key)}"),
    };

    private void Separate(bool first, int depth)
    {
        if (!first)
            _text.Append(_indent is null ? ", " : ",");
        NewLine(depth);
    }

    private void Close(int count, char close, int depth)
    {
        if (count > 0)
            NewLine(depth);
        _text.Append(close);
    }

    private void NewLine(int depth)
    {
        if (_indent is null)
            return;
        _text.Append('\n');
        for (int i = 0; i < depth; i++)
            _text.Append(_indent);
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (char c in text)
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                >= ' ' and <= '~' => _text.Append(c),
                '\x7f' => _text.Append(c),
                _ => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        _text.Append('"');
    }
}
