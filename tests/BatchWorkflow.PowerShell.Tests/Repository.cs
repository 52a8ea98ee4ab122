namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Manifest { get; } = Path.Combine(Root, "BatchWorkflow.psd1");

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "BatchWorkflow.sln")))
                return at.FullName;
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
