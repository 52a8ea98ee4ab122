namespace BatchWorkflow.Engine.Observing;

/// <summary>The folders in which plans keep what their checks write. A plan removes its own at its end; one that was killed cannot.</summary>
internal static class CheckFolders
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>The folder of one observation, once those that nobody uses any more are removed.</summary>
    public static string New(string statePath, string observation, DateTimeOffset now)
    {
        string all = Path.Combine(statePath, "checks");
        if (Directory.Exists(all))
            foreach (DirectoryInfo folder in new DirectoryInfo(all).EnumerateDirectories())
                if (now - folder.LastWriteTimeUtc > Abandoned)
                    Remove(folder.FullName);
        return Path.Combine(all, observation);
    }

    /// <summary>Removes one, which may be gone already: others sweep too.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone.
        }
    }
}
