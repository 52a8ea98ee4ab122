using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Writes values so that every sh reads just them.</summary>
internal static class ShellText
{
    /// <summary>One word.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Words.</summary>
    public static string Quote(IEnumerable<string> values) => string.Join(' ', values.Select(Quote));

    /// <summary>A command of builtins only that writes these very bytes.</summary>
    public static string Print(ReadOnlySpan<byte> bytes)
    {
        StringBuilder format = new("printf '", bytes.Length + 16);
        foreach (byte one in bytes)
            _ = one switch
            {
                (byte)'%' => format.Append("%%"),
                (byte)'\\' => format.Append("\\\\"),
                (byte)'\'' => format.Append("'\\''"),
                (byte)'\n' => format.Append('\n'),
                (byte)'\t' => format.Append('\t'),
                >= 0x20 and < 0x7f => format.Append((char)one),
                _ => format.Append('\\').Append(Convert.ToString(one, 8).PadLeft(3, '0')),
            };
        return format.Append('\'').ToString();
    }

    /// <summary>The same for a text.</summary>
    public static string Print(string text) => Print(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether every sh takes this as the name of a variable.</summary>
    public static bool IsName(string name)
        => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
