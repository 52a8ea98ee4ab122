namespace BatchWorkflow.Engine.Storing;

/// <summary>Where the state is kept.</summary>
internal static class StatePaths
{
    /// <summary>The environment variable that names the state's folder.</summary>
    public const string Variable = "BATCHWORKFLOW_STATE";

    /// <summary>The folder that was asked for, else the one that the environment names, else the platform's.</summary>
    public static string Resolve(string? asked) => Resolve(asked, Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="Resolve(string?)"/>, with an environment of the caller's.</summary>
    internal static string Resolve(string? asked, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(asked))
            return Path.GetFullPath(asked);
        string? named = environment(Variable);
        return string.IsNullOrEmpty(named) ? Platform(environment) : Path.GetFullPath(named);
    }

    private static string Platform(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "BatchWorkflow");
        // The XDG specification wants relative paths ignored.
        string? state = environment("XDG_STATE_HOME");
        if (!Path.IsPathRooted(state))
            state = Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "batchworkflow");
    }
}
