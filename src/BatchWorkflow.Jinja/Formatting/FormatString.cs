using System.Globalization;
using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Python's <c>str.format</c>: fields in braces, with attributes, items, conversions and nested specifications.</summary>
internal sealed class FormatString
{
    private const int MaximumNesting = 2;
    private readonly Frame _frame;
    private readonly object?[]? _positional;
    private readonly object? _named;
    private readonly bool _safe;
    private int _automatic;
    private bool _numbered;

    private FormatString(Frame frame, object?[]? positional, object? named, bool safe) =>
        (_frame, _positional, _named, _safe) = (frame, positional, named, safe);

    internal static object Apply(Frame frame, object template, object?[]? positional, object? named)
    {
        bool safe = template is Markup;
        FormatString format = new(frame, positional, named, safe);
        return Texts.Wrap(format.Expand(Texts.Of(template), MaximumNesting), safe);
    }

    private string Expand(string text, int nesting)
    {
        if (nesting == 0)
            throw Error.Value("Max string recursion exceeded");
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                result.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = FieldEnd(text, i + 1);
                result.Append(Field(text[(i + 1)..end], nesting));
                i = end;
            }
            else
            {
                result.Append(c == '}' ? throw Error.Value("Single '}' encountered in format string") : c);
            }

            if ((i & 63) == 0)
                _frame.State.ChargeText(result.Length);
        }

        _frame.State.ChargeText(result.Length);
        return result.ToString();
    }

    private static int FieldEnd(string text, int from)
    {
        if (from >= text.Length)
            throw Error.Value("Single '{' encountered in format string");
        int depth = 1;
        for (int i = from; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        throw Error.Value("expected '}' before end of string");
    }

    private string Field(string field, int nesting)
    {
        int colon = SpecStart(field);
        string head = colon < 0 ? field : field[..colon];
        string specification = colon < 0 ? "" : field[(colon + 1)..];
        int mark = head.IndexOf('!', StringComparison.Ordinal);
        char conversion = mark < 0 ? '\0' : mark + 2 == head.Length ? head[mark + 1]
            : throw Error.Value(mark + 1 == head.Length
                ? "end of string while looking for conversion specifier" : "expected ':' after conversion specifier");
        object? value = Resolve(mark < 0 ? head : head[..mark]);
        if (specification.Contains('{', StringComparison.Ordinal) || specification.Contains('}', StringComparison.Ordinal))
            specification = Expand(specification, nesting - 1);
        value = conversion switch
        {
            '\0' => value,
            's' => Texts.Str(_frame.State, value),
            'r' => Reprs.Of(_frame.State, value),
            'a' => Ascii(Reprs.Of(_frame.State, value)),
            _ => throw Error.Value($"Unknown conversion specifier {conversion}"),
        };
        if (value is Markup markup && _safe)
            return specification.Length == 0 ? markup.Text : throw Error.Value($"Unsupported format specification '{specification}' for Markup.");
        string text = ValueFormat.Apply(_frame.State, value, specification);
        return _safe ? Markup.Escape(text) : text;
    }

    private static int SpecStart(string field)
    {
        bool inBrackets = false;
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] is '[' or ']')
                inBrackets = field[i] == '[';
            else if (field[i] == ':' && !inBrackets)
                return i;
        }

        return -1;
    }

    private object? Resolve(string path)
    {
        int at = path.IndexOfAny(['.', '[']);
        if (path.LastIndexOf('[') > path.LastIndexOf(']'))
            throw Error.Value("expected '}' before end of string");
        object? value = Root(at < 0 ? path : path[..at]);
        while (at >= 0 && at < path.Length)
        {
            if (path[at] == '.')
            {
                int end = path.IndexOfAny(['.', '['], at + 1);
                end = end < 0 ? path.Length : end;
                value = Attribute(value, path[(at + 1)..end]);
                at = end;
            }
            else if (path[at] == '[')
            {
                int end = path.IndexOf(']', at);
                if (end < 0)
                    throw Error.Value("Missing ']' in format string");
                value = Item(value, path[(at + 1)..end]);
                at = end + 1;
            }
            else
            {
                throw Error.Value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }

        return value;
    }

    private object? Root(string name)
    {
        if (name.Length == 0)
        {
            if (_numbered)
                throw Error.Value("cannot switch from manual field specification to automatic field numbering");
            return Positional(_automatic++);
        }

        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            if (_automatic > 0)
                throw Error.Value("cannot switch from automatic field numbering to manual field specification");
            _numbered = true;
            return Positional(index);
        }

        if (_named is DictValue dict)
            return dict.TryGet(name, out object? found) ? found : throw Error.Key(Reprs.Of(name));
        object? item = Attributes.GetItem(_frame, _named, name);
        return item is JinjaUndefined ? throw Error.Key(Reprs.Of(name)) : item;
    }

    private object? Positional(int index)
    {
        if (_positional is null)
            throw Error.Value("Format string contains positional fields");
        return index < _positional.Length
            ? _positional[index]
            : throw Error.Index($"Replacement index {index} out of range for positional args tuple");
    }

    private object? Attribute(object? value, string name)
    {
        if (name.Length == 0)
            throw Error.Value("Empty attribute in format string");
        object? found = Attributes.Find(_frame, value, name);
        return found is Missing ? throw Error.Attribute($"'{PythonTypes.NameOf(value)}' object has no attribute '{name}'") : found;
    }

    private object? Item(object? value, string key)
    {
        object? index = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : key;
        object? found = Sequences.Item(_frame.State, value, index);
        if (found is not Missing)
            return found;
        if (Sequences.Length(value) is null)
            throw Error.Type($"'{PythonTypes.NameOf(value)}' object is not subscriptable");
        throw value is DictValue ? Error.Key(Reprs.Of(index)) : index is long
            ? Error.Index($"{PythonTypes.NameOf(value)} index out of range")
            : Error.Type($"{PythonTypes.NameOf(value)} indices must be integers or slices, not str");
    }

    internal static string Ascii(string text)
    {
        StringBuilder ascii = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            _ = rune.Value switch
            {
                < 128 => ascii.Append((char)rune.Value),
                < 256 => ascii.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                < 65536 => ascii.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => ascii.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        return ascii.ToString();
    }
}
