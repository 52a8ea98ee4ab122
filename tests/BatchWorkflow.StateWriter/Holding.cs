using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.StateWriter;

/// <summary>Holds a run as a process of another machine does: others know of it only by its lease's time.</summary>
internal static class Holding
{
    private const int Lost = 3;

    /// <summary>Appends an event for each line of the input, until the run was taken over.</summary>
    public static async Task<int> RunAsync(Store store, string runId, TimeSpan duration, Action<string> tell)
    {
        LeaseTerms terms = new() { Duration = duration, Renew = duration / 3, Processes = new OtherMachine($"machine-{Environment.ProcessId}") };
        RunOrigin origin = new() { User = "holder", Host = terms.Processes.Own.Host, Process = Environment.ProcessId };
        await using Lease lease = await new RunFolder(store, "", runId).AcquireAsync(origin, terms, TimeProvider.System, CancellationToken.None);
        JournalWriter journal = await JournalWriter.OpenAsync(store, runId, lease.Token, TimeProvider.System, CancellationToken.None);
        tell($"held {lease.Token}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            try
            {
                await journal.AppendAsync(new Warned(line), Durability.Flushed, CancellationToken.None);
            }
            catch (LeaseLostException)
            {
                tell($"lost before {line}");
                return Lost;
            }
            tell(line);
        }
        await journal.DisposeAsync();
        return 0;
    }
}

/// <summary>Sees no process of any other machine than its own.</summary>
/// <param name="host">The machine's name.</param>
internal sealed class OtherMachine(string host) : ProcessTable
{
    public override ProcessIdentity Own { get; } = new() { Host = host, Machine = host, Boot = "", Space = "", Id = Environment.ProcessId, Started = "" };

    protected override ProcessLife Look(ProcessIdentity other) => ProcessLife.Alive;
}
