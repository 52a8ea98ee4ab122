namespace BatchWorkflow.Providers.Ssh;

/// <summary>Paths of this machine as settings write them.</summary>
internal static class SshPaths
{
    /// <summary>A path in the home folder.</summary>
    /// <exception cref="FailureException">This process has no home folder.</exception>
    public static string InHome(string path) => Find(path) ?? throw new FailureException(new Failure
    {
        Kind = FailureKind.Validation,
        Message = $"~/{path} cannot be found, because this process has no home folder. Set HOME, or write whole paths for key and known_hosts.",
    });

    /// <summary>A path in the home folder; null when this process has none.</summary>
    public static string? Find(string path) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home && Path.IsPathRooted(home) ? Path.Combine(home, path) : null;

    /// <summary>The whole path; ~/ is the home folder.</summary>
    public static string Expand(string path) => Path.GetFullPath(path.StartsWith("~/", StringComparison.Ordinal) ? InHome(path[2..]) : path);
}
