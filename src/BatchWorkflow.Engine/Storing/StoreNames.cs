using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Engine.Storing;

/// <summary>What streams may be called, on every store.</summary>
internal static class StoreNames
{
    private const int LongestPart = 150;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Refuses a name that is not safe as a relative path.</summary>
    public static void Check(string name)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' cannot name a stream: its parts must be of letters, digits, '.', '_' and '-', and not begin with '.'.", nameof(name));
    }

    /// <summary>True when the text is safe as a relative path.</summary>
    public static bool IsName(string text)
    {
        foreach (Range range in text.AsSpan().Split('/'))
        {
            if (!IsPart(text.AsSpan(range)))
                return false;
        }
        return true;
    }

    /// <summary>Refuses a prefix with which no safe name can begin.</summary>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > 0)
            Check(prefix[^1] == '/' ? prefix[..^1] : prefix);
    }

    /// <summary>True when the text can be one part of a name.</summary>
    public static bool IsPart(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= LongestPart && text[0] != '.' && !text.ContainsAnyExcept(Allowed);

    /// <summary>A part of a name that stands for any text, and for no other; plain names stay as they are.</summary>
    public static string Part(string text)
    {
        if (IsPart(text) && !text.StartsWith("x_", StringComparison.Ordinal) && !text.StartsWith("h_", StringComparison.Ordinal))
            return text;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length * 2 + 2 <= LongestPart
            ? "x_" + Convert.ToHexStringLower(bytes)
            : "h_" + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>A name that stands for an identity such as infrastructure/server.</summary>
    public static string Identity(string identity) => string.Join('/', identity.Split('/').Select(Part));
}
