namespace BatchWorkflow.Engine.Storing;

/// <summary>Where the state is kept.</summary>
internal static class StatePaths
{
    /// <summary>The environment variable that names the place of the state.</summary>
    public const string Variable = "BATCHWORKFLOW_STATE";

    /// <summary>The platform's folder; null for a process without a home folder.</summary>
    public static string? Platform(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "BatchWorkflow");
        // The XDG specification wants relative paths ignored.
        string? state = environment("XDG_STATE_HOME");
        if (!Path.IsPathRooted(state))
            state = Path.IsPathRooted(environment("HOME")) ? Path.Combine(environment("HOME")!, ".local", "state") : null;
        return state is null ? null : Path.Combine(state, "batchworkflow");
    }

    /// <summary>The refusal of a place below the home folder, where there is none.</summary>
    public static BatchWorkflowException NoHome() =>
        new("State.NoHome", "The state has no place: neither HOME nor XDG_STATE_HOME is set to a whole path, as in some scheduled tasks and CI runners.")
        {
            RecommendedAction = $"Give -StatePath, or set the environment variable {Variable} to the folder of the state (or set HOME).",
        };
}
