namespace BatchWorkflow.Jinja.Filters;

/// <summary>Recognises web and mail addresses.</summary>
internal static class WebAddress
{
    private const int LongestLabel = 63;
    private const int LongestPort = 5;
    private static readonly string[] KnownDomains = ["com", "net", "int", "edu", "gov", "org", "info", "mil"];

    /// <summary>A scheme or www before a host, a host under a well-known domain, or a scheme before an IP address.</summary>
    internal static bool IsWeb(string text)
    {
        foreach (string scheme in (string[])["http://", "https://"])
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return HasHost(text[scheme.Length..], IsHost) || HasHost(text[scheme.Length..], IsIPv4) || HasIPv6(text[scheme.Length..]);
        return (text.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && HasHost(text[4..], IsHost)) || HasHost(text, IsKnownHost);
    }

    internal static bool IsMail(string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 1 || at + 1 >= text.Length || !IsWord(text[at + 1]))
            return false;
        string domain = text[(at + 1)..];
        int dot = domain.LastIndexOf('.');
        return dot > 0 && dot + 1 < domain.Length && domain.All(c => IsWord(c) || c is '.' or '-') && domain[(dot + 1)..].All(IsWord);
    }

    private static bool HasHost(string text, Func<string, bool> isHost)
    {
        int end = text.AsSpan().IndexOfAny(":/?#");
        return end < 0 ? isHost(text) : isHost(text[..end]) && IsTail(text[end..]);
    }

    /// <summary>An optional port, then an optional path, query or fragment.</summary>
    private static bool IsTail(string tail)
    {
        if (tail.StartsWith(':'))
        {
            int digits = 1;
            while (digits < tail.Length && char.IsDigit(tail[digits]))
                digits++;
            if (digits is 1 or > LongestPort + 1)
                return false;
            tail = tail[digits..];
        }

        return tail.Length == 0 || tail[0] is '/' or '?' or '#';
    }

    private static bool IsHost(string host)
    {
        string[] labels = host.Split('.');
        return labels[..^1].All(label => label.Length > 0 && label.All(IsLabel)) && IsTopDomain(labels[^1]);
    }

    private static bool IsTopDomain(string label) =>
        (label.Length is >= 2 and <= LongestLabel && label.All(char.IsAsciiLetter))
        || (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && label.Length is >= 6 and <= LongestLabel
            && label[4..].All(c => IsWord(c) || c == '%'));

    private static bool IsKnownHost(string host)
    {
        string[] labels = host.Split('.');
        return labels.Length > 1 && KnownDomains.Contains(labels[^1], StringComparer.OrdinalIgnoreCase)
            && labels[..^1].All(label => label.Length is >= 2 and <= LongestLabel && label.All(IsLabel));
    }

    private static bool IsIPv4(string host)
    {
        string[] parts = host.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsDigit));
    }

    private static bool HasIPv6(string text)
    {
        int end = text.IndexOf(']', StringComparison.Ordinal);
        if (!text.StartsWith('[') || end < 0 || !IsTail(text[(end + 1)..]))
            return false;
        string[] groups = text[1..end].Split(':');
        return groups.Length is >= 3 and <= 9 && groups.All(group => group.Length <= 4 && group.All(char.IsAsciiHexDigit));
    }

    private static bool IsLabel(char c) => IsWord(c) || c is '%' or '-';

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
