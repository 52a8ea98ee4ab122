using System.Buffers;
using System.Text;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>
/// Removes the kept files to which no run and no record refers. It works only while no run is held: it first takes a lease of its own and then looks
/// for runs; whoever takes a run first has the run's lease and then waits for this one, so that one of the two always sees the other.
/// </summary>
internal static class ContentSweep
{
    /// <summary>The lease of whoever removes or moves: nobody takes up a run meanwhile.</summary>
    public const string LeaseName = StateLayout.Leases + "files.json";

    private const int HashLength = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly SearchValues<byte> NoHex = SearchValues.Create([.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => !char.IsAsciiHexDigitLower((char)b))]);

    /// <summary>Waits until nobody removes files.</summary>
    public static async Task WaitAsync(Store store, ProcessTable processes, TimeProvider time, CancellationToken cancellationToken)
    {
        while (await Lease.ReadAsync(store, LeaseName, cancellationToken) is { } sweeping && Lease.IsAlive(sweeping, processes, time))
            await Task.Delay(Pause, time, cancellationToken);
    }

    /// <summary>Removes what nobody refers to.</summary>
    /// <returns>How many files went; null when a run is held or somebody else sweeps, so that nothing was done.</returns>
    public static async Task<int?> TryRunAsync(Store store, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using Lease own = await Lease.AcquireAsync(store, LeaseName, origin, terms, time, cancellationToken);
            List<string> kept = await store.ListAsync(StateLayout.Files, cancellationToken).ToListAsync(cancellationToken);
            HashSet<string> used = new(StringComparer.Ordinal);
            await foreach (string name in store.ListAsync("r", cancellationToken))
            {
                if (name.EndsWith("/lease.json", StringComparison.Ordinal))
                {
                    if (await Lease.ReadAsync(store, name, cancellationToken) is { } run && Lease.IsAlive(run, terms.Processes, time))
                        return null;
                }
                else if (MayRefer(name) && await store.ReadAsync(name, 0, cancellationToken) is { } content)
                {
                    Collect(content.Bytes.Span, used);
                }
            }
            string[] unused = [.. kept.Where(name => !used.Contains(name[StateLayout.Files.Length..]))];
            foreach (string name in unused)
                await store.DeleteAsync(name, StoreVersion.Any, cancellationToken);
            return unused.Length;
        }
        catch (LeaseHeldException)
        {
            return null;
        }
    }

    private static bool MayRefer(string name) =>
        (name.StartsWith(StateLayout.Runs, StringComparison.Ordinal) || name.StartsWith(StateLayout.Resources, StringComparison.Ordinal))
        && !name.EndsWith("/log.jsonl", StringComparison.Ordinal);

    /// <summary>Every text of 64 hex digits may be a reference, wherever it stands: too many are harmless, too few are not.</summary>
    private static void Collect(ReadOnlySpan<byte> bytes, HashSet<string> used)
    {
        while (bytes.Length >= HashLength)
        {
            int length = bytes.IndexOfAny(NoHex);
            if (length < 0)
                length = bytes.Length;
            if (length == HashLength)
                used.Add(Encoding.ASCII.GetString(bytes[..length]));
            bytes = bytes[Math.Min(bytes.Length, length + 1)..];
        }
    }
}
