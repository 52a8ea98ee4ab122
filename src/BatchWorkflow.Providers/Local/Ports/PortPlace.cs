using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>Where the registry of this user's ports on this machine is.</summary>
[UnsupportedOSPlatform("windows")]
internal static class PortPlace
{
    /// <summary>
    /// In the user's state folder, apart for each machine that shares the home folder. A user who has no home folder, or whose home folder cannot be
    /// written to, has one registry a state.
    /// </summary>
    public static string Find(string statePath)
    {
        string? states = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (!Path.IsPathRooted(states))
            states = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".local", "state") : null;
        string? usual = states is null ? null : Path.Combine(states, "batchworkflow", "ports", Environment.MachineName);
        return usual is not null && CanUse(usual) ? usual : Path.Combine(Path.GetFullPath(statePath), "servers", ".ports");
    }

    private static bool CanUse(string folder)
    {
        try
        {
            OwnedFolder.Open(folder).Dispose();
            return true;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
