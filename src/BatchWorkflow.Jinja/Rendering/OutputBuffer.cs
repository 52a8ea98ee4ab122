using System.Text;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Collects what a template prints, up to the limit.</summary>
internal sealed class OutputBuffer(int limit, int capacity = 256)
{
    private readonly StringBuilder _text = new(capacity);
    private int _pieces;
    private JinjaException? _refused;

    internal void Write(string text)
    {
        if (_text.Length + (long)text.Length > limit)
            throw Error.Limit($"the output is longer than {limit} characters");
        _pieces++;
        _text.Append(text);
    }

    /// <summary>Writes what a filter made of a block, as it is: what is no text fails when the pieces are joined, as in Jinja2.</summary>
    internal void WriteRaw(object? value)
    {
        if (Texts.TryGet(value, out string text))
        {
            Write(text);
            return;
        }

        Guard.RefuseUnknown(value);
        _refused ??= Error.Type($"sequence item {_pieces}: expected str instance, {PythonTypes.NameOf(value)} found");
        _pieces++;
    }

    /// <summary>All that was written.</summary>
    /// <exception cref="JinjaException">A piece of it is no text.</exception>
    public override string ToString() => _refused is null ? _text.ToString() : throw _refused;
}
