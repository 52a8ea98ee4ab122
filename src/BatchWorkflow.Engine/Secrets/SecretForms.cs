using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace BatchWorkflow.Engine.Secrets;

/// <summary>
/// The forms in which a secret value may stand in a text: itself, each of its lines, JSON-escaped, URL-encoded, quoted by a shell,
/// and in base64 wherever in the encoded text it begins.
/// </summary>
internal static class SecretForms
{
    private const int ShortestEncoded = 4;

    // What base64(1) and openssl wrap their output at.
    private static readonly int[] Wraps = [76, 64];

    /// <summary>Every form of a value, without repetition.</summary>
    public static IReadOnlySet<string> Of(string value)
    {
        HashSet<string> forms = new(StringComparer.Ordinal);
        AddForms(value, forms);
        if (value.AsSpan().IndexOfAny('\n', '\r') >= 0)
            foreach (string line in value.Split(['\n', '\r'], StringSplitOptions.TrimEntries))
                AddForms(line, forms);
        return forms;
    }

    private static void AddForms(string value, HashSet<string> forms)
    {
        string trimmed = value.Trim();
        if (trimmed.Length < Masker.ShortestValue)
            return;
        forms.Add(value);
        forms.Add(trimmed);
        AddJson(trimmed, forms);
        AddUrl(trimmed, forms);
        forms.Add(trimmed.Replace("'", @"'\''", StringComparison.Ordinal));
        AddBase64(trimmed, forms);
        if (trimmed.Length != value.Length)
            AddBase64(value, forms);
    }

    private static void AddJson(string value, HashSet<string> forms)
    {
        string strict = JavaScriptEncoder.Default.Encode(value);
        string relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        forms.Add(strict);
        forms.Add(relaxed);
        forms.Add(relaxed.Replace("/", @"\/", StringComparison.Ordinal));
        forms.Add(LowerHex(strict, @"\u", 4));
        forms.Add(strict.Replace(@"\u0022", "\\\"", StringComparison.Ordinal));
    }

    private static void AddUrl(string value, HashSet<string> forms)
    {
        foreach (string encoded in new[] { Uri.EscapeDataString(value), WebUtility.UrlEncode(value) })
        {
            forms.Add(encoded);
            forms.Add(LowerHex(encoded, "%", 2));
            forms.Add(encoded.Replace("%20", "+", StringComparison.Ordinal));
        }
    }

    private static string LowerHex(string text, string mark, int digits)
    {
        StringBuilder lower = new(text);
        for (int at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
            for (int digit = at + mark.Length; digit < Math.Min(at + mark.Length + digits, text.Length); digit++)
                lower[digit] = char.ToLowerInvariant(text[digit]);
        return lower.ToString();
    }

    private static void AddBase64(string value, HashSet<string> forms)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        string whole = Convert.ToBase64String(bytes);
        AddBase64Text(whole, forms);
        AddBase64Text(whole.TrimEnd('='), forms);
        AddBase64Text(Convert.ToBase64String(Encoding.Unicode.GetBytes(value)), forms);
        foreach (int wrap in Wraps)
            for (int at = 0; whole.Length > wrap && at < whole.Length; at += wrap)
                AddBase64Text(whole.Substring(at, Math.Min(wrap, whole.Length - at)), forms);
        for (int before = 0; before < 3; before++)
        {
            AddBase64Text(Inside(bytes, before, terminated: false), forms);
            AddBase64Text(Inside(bytes, before, terminated: true), forms);
        }
    }

    // The characters that only the value's own bytes decide when so many bytes stand before it, modulo three.
    private static string Inside(byte[] bytes, int before, bool terminated)
    {
        byte[] shifted = new byte[before + bytes.Length];
        bytes.CopyTo(shifted, before);
        string encoded = Convert.ToBase64String(shifted);
        int start = before == 0 ? 0 : before + 1;
        int open = terminated ? 0 : (shifted.Length % 3) switch { 0 => 0, 1 => 3, _ => 2 };
        return encoded[start..(encoded.Length - open)];
    }

    private static void AddBase64Text(string encoded, HashSet<string> forms)
    {
        if (encoded.Length < ShortestEncoded)
            return;
        forms.Add(encoded);
        forms.Add(encoded.Replace('+', '-').Replace('/', '_'));
    }
}
