using System.Text;
using System.Text.RegularExpressions;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Values over several lines of at most eighty characters, dicts sorted, as Python's pprint lays them out.</summary>
internal sealed partial class PrettyText
{
    private const int Width = 80;
    private readonly RenderState _state;
    private readonly StringBuilder _text = new();

    private PrettyText(RenderState state) => _state = state;

    internal static string Of(RenderState state, object? value)
    {
        PrettyText pretty = new(state);
        pretty.Write(value, 0, 0, 1);
        state.ChargeText(pretty._text.Length);
        return pretty._text.ToString();
    }

    private void Write(object? value, int indent, int allowance, int level)
    {
        RenderState.EnsureStack();
        _state.CountIteration();
        string flat = Reprs.Of(_state, Sorted(value));
        if (flat.Length <= Width - indent - allowance)
        {
            _text.Append(flat);
            return;
        }

        switch (value)
        {
            case DictValue dict when dict.Count > 0: WriteDict(dict, indent, allowance, level); break;
            case ListValue list: WriteItems('[', list.Items, "]", indent, allowance, level); break;
            case TupleValue tuple: WriteItems('(', tuple.Items, tuple.Items.Length == 1 ? ",)" : ")", indent, allowance, level); break;
            case string text when text.Length > 0: WriteText(text, indent, allowance, level); break;
            default: _text.Append(flat); break;
        }
    }

    /// <summary>The value with all its dicts in the order of their keys.</summary>
    private object? Sorted(object? value)
    {
        RenderState.EnsureStack();
        _state.CountIteration();
        switch (value)
        {
            case DictValue dict:
                DictValue sorted = new(dict.Count);
                foreach (KeyValuePair<object?, object?> entry in InOrder(dict))
                    sorted.Set(entry.Key, Sorted(entry.Value));
                return sorted;
            case ListValue list: return new ListValue([.. list.Items.Select(Sorted)]);
            case TupleValue tuple: return new TupleValue([.. tuple.Items.Select(Sorted)]);
            default: return value;
        }
    }

    private List<KeyValuePair<object?, object?>> InOrder(DictValue dict)
    {
        List<object?> keys = [.. dict.Keys];
        try
        {
            keys = StableSort.By(_state, keys, key => key, reverse: false);
        }
        catch (JinjaException e) when (e.ErrorType == "TypeError")
        {
            keys = StableSort.By(_state, keys, key => PythonTypes.NameOf(key), reverse: false);
        }

        return [.. keys.Select(key => new KeyValuePair<object?, object?>(key, dict.TryGet(key, out object? value) ? value : null))];
    }

    private void WriteDict(DictValue dict, int indent, int allowance, int level)
    {
        _text.Append('{');
        List<KeyValuePair<object?, object?>> entries = InOrder(dict);
        for (int i = 0; i < entries.Count; i++)
        {
            if (i > 0)
                NewLine(",", indent + 1);
            string key = Reprs.Of(_state, entries[i].Key);
            _text.Append(key).Append(": ");
            Write(entries[i].Value, indent + 1 + key.Length + 2, i == entries.Count - 1 ? allowance + 1 : 1, level + 1);
        }

        _text.Append('}');
    }

    private void WriteItems(char open, IReadOnlyList<object?> items, string close, int indent, int allowance, int level)
    {
        _text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                NewLine(",", indent + 1);
            Write(items[i], indent + 1, i == items.Count - 1 ? allowance + close.Length : 1, level + 1);
        }

        _text.Append(close);
    }

    private void WriteText(string text, int indent, int allowance, int level)
    {
        if (level == 1)
            (indent, allowance) = (indent + 1, allowance + 1);
        List<string> chunks = Chunks([.. StringSplitting.Lines(text, keepEnds: true)], Width - indent, allowance);
        if (chunks.Count == 1)
        {
            _text.Append(chunks[0]);
            return;
        }

        if (level == 1)
            _text.Append('(');
        for (int i = 0; i < chunks.Count; i++)
        {
            if (i > 0)
                NewLine("", indent);
            _text.Append(chunks[i]);
        }

        if (level == 1)
            _text.Append(')');
    }

    private static List<string> Chunks(string[] lines, int width, int allowance)
    {
        List<string> chunks = [];
        for (int i = 0; i < lines.Length; i++)
        {
            bool lastLine = i == lines.Length - 1;
            string whole = Reprs.Of(lines[i]);
            if (whole.Length <= (lastLine ? width - allowance : width))
                chunks.Add(whole);
            else
                Split(lines[i], width, lastLine ? allowance : 0, chunks);
        }

        return chunks;
    }

    private static void Split(string line, int width, int allowance, List<string> chunks)
    {
        string current = "";
        MatchCollection words = WordAndSpace.Matches(line);
        int count = words.Count(word => word.Length > 0);
        for (int i = 0; i < count; i++)
        {
            string candidate = current + words[i].Value;
            if (Reprs.Of(candidate).Length > (i == count - 1 ? width - allowance : width))
            {
                if (current.Length > 0)
                    chunks.Add(Reprs.Of(current));
                current = words[i].Value;
            }
            else
            {
                current = candidate;
            }
        }

        if (current.Length > 0)
            chunks.Add(Reprs.Of(current));
    }

    private void NewLine(string before, int indent) => _text.Append(before).Append('\n').Append(' ', indent);

    [GeneratedRegex(@"\S*\s*", RegexOptions.NonBacktracking)]
    private static partial Regex WordAndSpace { get; }
}
