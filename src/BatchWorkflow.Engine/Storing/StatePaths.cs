namespace BatchWorkflow.Engine.Storing;

/// <summary>Where the state is kept.</summary>
internal static class StatePaths
{
    /// <summary>The environment variable that names the place of the state.</summary>
    public const string Variable = "BATCHWORKFLOW_STATE";

    /// <summary>The platform's folder.</summary>
    public static string Platform(Func<string, string?> environment)
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
