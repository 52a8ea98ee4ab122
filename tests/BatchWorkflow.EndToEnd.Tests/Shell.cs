using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Starts the Shell host as a user does, in the repository's root.</summary>
/// <param name="state">The state's folder.</param>
/// <param name="before">A command that starts it, such as one that enters a namespace.</param>
internal sealed class Shell(string state, params string[] before)
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    private static readonly string Program = Path.Combine(
        Root, "src/BatchWorkflow.Shell/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/BatchWorkflow.Shell");

    /// <summary>Starts it with words as on a command line.</summary>
    public Process Start(params string[] words)
    {
        string[] command = [.. before, Program, .. words];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Root };
        start.Environment["BATCHWORKFLOW_STATE"] = state;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<RunnerEnd> RunAsync(params string[] words)
    {
        using Process process = Start(words);
        return await Runner.EndAsync(process);
    }
}
