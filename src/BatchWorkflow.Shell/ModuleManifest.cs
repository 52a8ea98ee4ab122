namespace BatchWorkflow.Shell;

/// <summary>Where BatchWorkflow.psd1 is.</summary>
internal static class ModuleManifest
{
    /// <summary>The manifest in or above this program's folder, else in or above the current one; null when there is none.</summary>
    public static string? Find() => Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);

    private static string? Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string file = Path.Combine(at.FullName, "BatchWorkflow.psd1");
            if (File.Exists(file))
                return file;
        }
        return null;
    }
}
