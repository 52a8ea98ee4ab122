namespace BatchWorkflow.TestKit;

/// <summary>
/// Data that other projects' programs produced. It is no part of this repository: it is read from the folder that BATCHWORKFLOW_CORPORA names, else from
/// shared/corpora beside the checkout, and a test that needs it is skipped where it is not there.
/// </summary>
public static class Corpora
{
    /// <summary>The path of a file of the corpora; skips the test where there is none, or fails it when BATCHWORKFLOW_REQUIRE names corpora.</summary>
    /// <param name="name">The file's path inside the corpora, such as jinja/pallets-cases.json.</param>
    public static string File(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("BATCHWORKFLOW_CORPORA") is { Length: > 0 } named ? named : BesideTheCheckout();
        string? path = folder is null ? null : Path.Combine(folder, name);
        if (path is null || !System.IO.File.Exists(path))
            Components.Lacks("corpora", $"{name} is not there: BATCHWORKFLOW_CORPORA names no folder that has it, nor is it in shared/corpora beside the checkout");
        return path!;
    }

    private static string? BesideTheCheckout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "BatchWorkflow.sln")))
            folder = folder.Parent;
        return folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "corpora") : null;
    }
}
