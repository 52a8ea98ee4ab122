using System.Globalization;
using System.Text;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Bytes, which only a string's <c>encode</c> makes.</summary>
internal sealed class BytesValue(byte[] bytes) : IEquatable<BytesValue>
{
    internal byte[] Bytes => bytes;

    public bool Equals(BytesValue? other) => other is not null && bytes.AsSpan().SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as BytesValue);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    internal string Repr()
    {
        char quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        StringBuilder text = new StringBuilder("b").Append(quote);
        foreach (byte b in bytes)
            _ = b switch
            {
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' => text.Append("\\\\"),
                _ when b == quote => text.Append('\\').Append(quote),
                >= 32 and < 127 => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        return text.Append(quote).ToString();
    }
}
