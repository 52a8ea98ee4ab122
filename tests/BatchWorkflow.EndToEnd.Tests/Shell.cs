using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Starts the Shell host as a user does, in the repository's root.</summary>
internal sealed class Shell(string state)
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    private static readonly string Program = Path.Combine(
        Root, "src/BatchWorkflow.Shell/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/BatchWorkflow.Shell");

    /// <summary>Starts it with words as on a command line.</summary>
    public Process Start(params string[] words)
    {
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Root };
        start.Environment["BATCHWORKFLOW_STATE"] = state;
        foreach (string word in words)
            start.ArgumentList.Add(word);
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
