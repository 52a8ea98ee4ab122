using Xunit;

namespace BatchWorkflow.TestKit;

/// <summary>Programs that tests need and that a machine may lack: then they are skipped, unless BATCHWORKFLOW_REQUIRE names the component.</summary>
public static class Components
{
    private static readonly string[] MoreFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    /// <summary>The program's path; skips or fails the test when it is not there.</summary>
    /// <param name="component">The component's name, as BATCHWORKFLOW_REQUIRE has it.</param>
    /// <param name="program">The program's file name.</param>
    /// <param name="howTo">How to get it.</param>
    public static string Program(string component, string program, string howTo)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(MoreFolders)
            .Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (found is null)
            Lacks(component, $"{program} is not on this machine: {howTo}");
        return found!;
    }

    /// <summary>Skips the test because of a component, or fails it when the component is required.</summary>
    public static void Lacks(string component, string reason)
    {
        if (IsRequired(component))
            Assert.Fail($"{reason} (BATCHWORKFLOW_REQUIRE names {component}.)");
        Assert.Skip(reason);
    }

    private static bool IsRequired(string component) => (Environment.GetEnvironmentVariable("BATCHWORKFLOW_REQUIRE") ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(component);
}
