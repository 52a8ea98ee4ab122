using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Starts the engine without PowerShell in processes of its own.</summary>
internal sealed class Runner(string state)
{
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../BatchWorkflow.Runner/bin", Configuration, "net10.0/BatchWorkflow.Runner"));

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The state's folder.</summary>
    public string State => state;

    /// <summary>Starts a process; its output is read when it has ended.</summary>
    public Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(arguments[0]);
        start.ArgumentList.Add(state);
        foreach (string argument in arguments[1..])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs a process to its end.</summary>
    public async Task<RunnerEnd> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Waits for a process.</summary>
    public static async Task<RunnerEnd> EndAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new RunnerEnd(process.ExitCode, await output, await errors);
    }

    /// <summary>The only run of the state, or null when none has been accepted yet.</summary>
    public string? Run => Directory.Exists(Path.Combine(state, "runs"))
        ? Directory.GetDirectories(Path.Combine(state, "runs")).Where(d => File.Exists(Path.Combine(d, "summary.json"))).Select(Path.GetFileName).SingleOrDefault()
        : null;
}

/// <summary>How a runner's process ended.</summary>
internal sealed record RunnerEnd(int Code, string Output, string Errors)
{
    /// <summary>True when SIGKILL ended it.</summary>
    public bool WasKilled => Code == 128 + 9;
}
