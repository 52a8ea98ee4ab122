using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Names of settings that somebody may have meant.</summary>
internal static class SettingNames
{
    /// <summary>The known name that is nearest to a wrong one, or null when none is near.</summary>
    public static string? Near(string name, IEnumerable<string> known)
    {
        (string near, int steps) = known.Select(one => (one, ServerSettings.Distance(one, name))).MinBy(pair => pair.Item2);
        return steps <= Math.Max(1, name.Length / 2) ? near : null;
    }
}
