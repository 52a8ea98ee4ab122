using System.Diagnostics;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Sends signals to a process, and waits for what it does then.</summary>
internal static class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static void Send(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public static async Task FileAsync(string file)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!File.Exists(file))
            await Task.Delay(50, patience.Token);
    }

    public static async Task<string> UntilAsync(Process process, string part)
    {
        using CancellationTokenSource patience = new(Patience);
        List<string> lines = [];
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains(part, StringComparison.Ordinal))
                return string.Join('\n', lines);
        }
        throw new InvalidOperationException($"'{part}' was never said, but: {string.Join('\n', lines)}");
    }

    public static async Task EndAsync(Process process)
    {
        using CancellationTokenSource patience = new(Patience);
        await process.WaitForExitAsync(patience.Token);
    }
}
