using System.Diagnostics;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>The shell as a process of its own, with its output redirected.</summary>
internal static class ShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public sealed record Result(int ExitCode, string Output, string Error);

    public static Task<Result> RunAsync(TemporaryFolder folder, params string[] words) => RunAsync(folder, input: "", words);

    public static async Task<Result> RunAsync(TemporaryFolder folder, string input, string[] words)
    {
        using Process process = Start(folder, words);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(Patience);
        await process.WaitForExitAsync(patience.Token);
        return new Result(process.ExitCode, await output, await error);
    }

    public static Process Start(TemporaryFolder folder, params string[] words)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BatchWorkflow.Shell.dll"));
        foreach (string word in words)
            start.ArgumentList.Add(word);
        start.Environment["BATCHWORKFLOW_STATE"] = Path.Combine(folder.Path, "state");
        return Process.Start(start)!;
    }
}
