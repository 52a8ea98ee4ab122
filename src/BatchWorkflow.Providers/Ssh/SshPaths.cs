namespace BatchWorkflow.Providers.Ssh;

/// <summary>Paths of this machine as settings write them.</summary>
internal static class SshPaths
{
    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A path in the home folder.</summary>
    public static string InHome(string path) => Path.Combine(Home, path);

    /// <summary>The whole path; ~/ is the home folder.</summary>
    public static string Expand(string path) => Path.GetFullPath(path.StartsWith("~/", StringComparison.Ordinal) ? InHome(path[2..]) : path);
}
