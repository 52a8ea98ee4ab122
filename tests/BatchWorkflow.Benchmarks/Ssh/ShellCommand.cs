using System.Diagnostics;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>Runs a shell command that has to succeed, and measures it.</summary>
internal static class ShellCommand
{
    /// <summary>How long it took.</summary>
    public static async Task<TimeSpan> RunAsync(string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        TimeSpan took = clock.Elapsed;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {await error}{await output}");
    }
}
