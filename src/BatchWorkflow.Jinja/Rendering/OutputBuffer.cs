using System.Text;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Collects what a template prints, up to the limit.</summary>
internal sealed class OutputBuffer(int limit, int capacity = 256)
{
    private readonly StringBuilder _text = new(capacity);

    internal void Write(string text)
    {
        if (_text.Length + (long)text.Length > limit)
            throw Error.Limit($"the output is longer than {limit} characters");
        _text.Append(text);
    }

    public override string ToString() => _text.ToString();
}
