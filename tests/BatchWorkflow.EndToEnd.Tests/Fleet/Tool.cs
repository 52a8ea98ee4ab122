using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>Runs programs of this machine.</summary>
internal static class Tool
{
    /// <summary>Starts a program whose streams the test holds; it ends at the latest when its standard input does.</summary>
    public static Process Start(params string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs a program that has to succeed; gives what it said.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        using Process process = Start(command);
        process.StandardInput.Close();
        RunnerEnd end = await Runner.EndAsync(process);
        return end.Code == 0 ? end.Output : throw new InvalidOperationException($"{string.Join(' ', command)}: {end.Output}{end.Errors}");
    }

    /// <summary>Lets a process end by the end of its input, or else ends it.</summary>
    public static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }
}
