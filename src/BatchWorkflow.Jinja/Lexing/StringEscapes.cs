using System.Globalization;
using System.Text;

namespace BatchWorkflow.Jinja.Lexing;

/// <summary>Decodes the escapes of string literals as Python does; an unknown escape stays as it is.</summary>
internal static class StringEscapes
{
    internal static string Decode(string raw, SourceText source, int at)
    {
        if (!raw.Contains('\\', StringComparison.Ordinal))
            return raw;
        StringBuilder decoded = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 >= raw.Length)
                decoded.Append(raw[i]);
            else
                i = Escape(raw, i + 1, decoded, source, at);
        }

        return decoded.ToString();
    }

    /// <summary>Decodes the escape whose letter stands at an index; returns the index of its last character.</summary>
    private static int Escape(string raw, int i, StringBuilder decoded, SourceText source, int at)
    {
        switch (raw[i])
        {
            case '\n': return i;
            case '\\' or '\'' or '"': decoded.Append(raw[i]); return i;
            case 'a': decoded.Append('\a'); return i;
            case 'b': decoded.Append('\b'); return i;
            case 'f': decoded.Append('\f'); return i;
            case 'n': decoded.Append('\n'); return i;
            case 'r': decoded.Append('\r'); return i;
            case 't': decoded.Append('\t'); return i;
            case 'v': decoded.Append('\v'); return i;
            case 'x': return Hexadecimal(raw, i, 2, decoded, source, at);
            case 'u': return Hexadecimal(raw, i, 4, decoded, source, at);
            case 'U': return Hexadecimal(raw, i, 8, decoded, source, at);
            case 'N': throw JinjaException.Syntax(@"malformed \N character escape", source, at);
            case >= '0' and <= '7': return Octal(raw, i, decoded);
            default: decoded.Append('\\').Append(raw[i]); return i;
        }
    }

    private static int Octal(string raw, int i, StringBuilder decoded)
    {
        int end = i;
        int value = 0;
        while (end < raw.Length && end < i + 3 && raw[end] is >= '0' and <= '7')
            value = (value * 8) + (raw[end++] - '0');
        decoded.Append((char)value);
        return end - 1;
    }

    private static int Hexadecimal(string raw, int i, int length, StringBuilder decoded, SourceText source, int at)
    {
        int end = i + 1 + length;
        if (end > raw.Length || !uint.TryParse(raw.AsSpan(i + 1, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            string form = length switch { 2 => @"\xXX", 4 => @"\uXXXX", _ => @"\UXXXXXXXX" };
            throw JinjaException.Syntax($"truncated {form} escape", source, at);
        }

        if (value > 0x10FFFF)
            throw JinjaException.Syntax("illegal Unicode character", source, at);
        if (value < 0x10000)
            decoded.Append((char)value);
        else
            decoded.Append(char.ConvertFromUtf32((int)value));
        return end - 1;
    }
}
