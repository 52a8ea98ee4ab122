using System.Diagnostics;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A real process that writes to a state until it is killed.</summary>
internal sealed class StateWriter : IDisposable
{
    private readonly Process process;
    private readonly List<string> told = [];
    private readonly Task reading;

    public StateWriter(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "BatchWorkflow.StateWriter.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        reading = ReadAsync();
    }

    /// <summary>Waits until it has told of that many writes.</summary>
    public async Task UntilToldAsync(int count)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (true)
        {
            lock (told)
            {
                if (told.Count >= count)
                    return;
            }
            if (reading.IsCompleted)
                Assert.Fail($"The writer ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>Ends it by SIGKILL.</summary>
    /// <returns>All that it had told.</returns>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await reading;
        return told;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (told)
                told.Add(line);
        }
    }
}
