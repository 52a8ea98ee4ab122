using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Ssh.HostKeys;

/// <summary>A line of a file of known hosts, in OpenSSH's format.</summary>
/// <param name="Marker">@revoked, @cert-authority, or null.</param>
/// <param name="Hosts">The names that it is for: patterns with commas between, or a hash.</param>
/// <param name="Type">The key's type, such as ssh-ed25519.</param>
/// <param name="Key">The key's data.</param>
internal sealed record KnownHost(string? Marker, string Hosts, string Type, byte[] Key)
{
    /// <summary>The marker of keys that must not be trusted.</summary>
    public const string Revoked = "@revoked";

    /// <summary>Reads a line; null for comments, empty lines and what cannot be understood.</summary>
    public static KnownHost? Parse(string line)
    {
        List<string> words = [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        if (words is [] || words[0].StartsWith('#'))
            return null;
        string? marker = words[0].StartsWith('@') ? words[0] : null;
        if (marker is not null)
            words.RemoveAt(0);
        if (words.Count < 3)
            return null;
        byte[] key = new byte[words[2].Length];
        return Convert.TryFromBase64String(words[2], key, out int length) ? new KnownHost(marker, words[0], words[1], key[..length]) : null;
    }

    /// <summary>How a host is called in the file.</summary>
    public static string NameOf(string host, int port) => port == 22 ? host.ToLowerInvariant() : $"[{host.ToLowerInvariant()}]:{port}";

    /// <summary>Whether it is for this host.</summary>
    public bool IsFor(string name)
    {
        if (Hosts.StartsWith("|1|", StringComparison.Ordinal))
            return IsHashOf(name);
        bool found = false;
        foreach (string pattern in Hosts.Split(','))
        {
            bool negated = pattern.StartsWith('!');
            if (!Matches(pattern.AsSpan(negated ? 1 : 0), name))
                continue;
            if (negated)
                return false;
            found = true;
        }
        return found;
    }

    /// <summary>Whether it has this very key.</summary>
    public bool Has(ReadOnlySpan<byte> key) => key.SequenceEqual(Key);

    // The format's own hash; it hides names and proves nothing.
#pragma warning disable CA5350
    private bool IsHashOf(string name)
    {
        string[] parts = Hosts.Split('|');
        Span<byte> salt = stackalloc byte[64], hash = stackalloc byte[64];
        return parts.Length == 4
            && Convert.TryFromBase64String(parts[2], salt, out int saltLength)
            && Convert.TryFromBase64String(parts[3], hash, out int hashLength)
            && hash[..hashLength].SequenceEqual(HMACSHA1.HashData(salt[..saltLength], Encoding.UTF8.GetBytes(name)));
    }
#pragma warning restore CA5350

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (pattern.Length > 0 && pattern[0] != '*')
        {
            if (name.Length == 0 || (pattern[0] != '?' && char.ToLowerInvariant(pattern[0]) != name[0]))
                return false;
            pattern = pattern[1..];
            name = name[1..];
        }
        if (pattern.Length == 0)
            return name.Length == 0;
        for (int skipped = 0; skipped <= name.Length; skipped++)
            if (Matches(pattern[1..], name[skipped..]))
                return true;
        return false;
    }
}
