using BatchWorkflow.Engine;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.Stores.Sqlite;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>A state of any store, and how it is looked at from outside while runs on it are disturbed.</summary>
/// <param name="place">The state in the form of a -StatePath.</param>
internal sealed class TortureState(string place)
{
    private BatchAuditHead? _kept;

    /// <summary>Starts processes that work on it.</summary>
    public Runner Runner { get; } = new(place);

    /// <summary>An engine on it, as another process has.</summary>
    public BatchEngine Open() => new(new EngineOptions
    {
        StatePath = place,
        Plugins = [typeof(LocalProviderFactory).Assembly, typeof(RkvsStoreFactory).Assembly],
        Origin = new RunOrigin { User = "ann", Host = Environment.MachineName, Process = Environment.ProcessId },
    });

    /// <summary>The only run, or null while none has been accepted; every run can be read.</summary>
    public async Task<BatchRun?> FindAsync()
    {
        await using BatchEngine engine = Open();
        List<BatchRun> runs = await engine.ListAsync(static run => Assert.Fail(run.ToString()), CancellationToken.None).ToListAsync();
        return runs.Count == 0 ? null : await engine.GetAsync(Assert.Single(runs).Id, CancellationToken.None);
    }

    /// <summary>Checks that a run's journal is as it was written, and that all that the last call found in it is still there.</summary>
    public async Task AssertNothingLostAsync(string run)
    {
        await using BatchEngine engine = Open();
        BatchAudit audit = await engine.AuditAsync(run, _kept, CancellationToken.None);
        Assert.Empty(audit.Problems);
        _kept = audit.Head;
    }

    /// <summary>Checks that the run has ended as one that nobody disturbed.</summary>
    public async Task AssertAsUndisturbedAsync()
    {
        await using BatchEngine engine = Open();
        LedgerWorkflow.AssertAsUndisturbed((await FindAsync())!, engine.StatePath);
    }
}
