namespace BatchWorkflow.Abstractions.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The project files below src, by project name.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BatchWorkflow.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
