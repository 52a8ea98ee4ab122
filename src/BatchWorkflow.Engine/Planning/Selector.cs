using System.IO.Enumeration;

namespace BatchWorkflow.Engine.Planning;

/// <summary>Which names or servers a list of patterns means: names, wildcards (* and ?), and label=value for servers.</summary>
internal static class Selector
{
    /// <summary>True when the list is empty or one of its patterns matches the name.</summary>
    public static bool Matches(IReadOnlyList<string> patterns, string name)
    {
        if (patterns.Count == 0)
            return true;
        foreach (string pattern in patterns)
            if (MatchesName(pattern, name))
                return true;
        return false;
    }

    /// <summary>True when the list is empty or one of its patterns matches the server.</summary>
    public static bool Matches(IReadOnlyList<string> patterns, ServerDefinition server)
    {
        if (patterns.Count == 0)
            return true;
        foreach (string pattern in patterns)
            if (Matches(pattern, server))
                return true;
        return false;
    }

    /// <summary>True when the pattern matches the server's name, or one of its labels when it reads label=value.</summary>
    public static bool Matches(string pattern, ServerDefinition server)
    {
        int equals = pattern.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? MatchesName(pattern, server.Name)
            : server.Labels.TryGetValue(pattern[..equals], out string? value) && MatchesName(pattern[(equals + 1)..], value);
    }

    /// <summary>True when the pattern matches the name.</summary>
    public static bool MatchesName(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
