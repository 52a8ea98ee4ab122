using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class ServerLeasesTests : IAsyncDisposable
{
    private const string Server = "wuji/web-1";
    private readonly TemporaryFolder folder = new();
    private readonly HashSet<ProcessIdentity> living = [];
    private readonly FileStore store;

    public ServerLeasesTests() => store = new FileStore(folder.Path, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task TryTake_WhileAnotherLivingRunHasIt_NamesThatRun()
    {
        (ServerLeases first, _) = await RunAsync("run-1", 1);
        (ServerLeases second, _) = await RunAsync("run-2", 2);
        Assert.Null(await first.TryTakeAsync(Server, default));
        Assert.Null(await first.TryTakeAsync(Server, default));
        Assert.Equal("run-1", (await second.TryTakeAsync(Server, default))?.RunId);
        Assert.Null(await second.TryTakeAsync("wuji/web-2", default));
        await first.ReleaseAsync(Server, default);
        Assert.Null(await second.TryTakeAsync(Server, default));
    }

    [Fact]
    public async Task TryTake_BeforeTheStoreBreaksDown_HoldsAfterwards()
    {
        ForgetfulStore shared = new();
        (ServerLeases first, _) = await RunAsync("run-1", 1, shared);
        (ServerLeases second, _) = await RunAsync("run-2", 2, shared);
        await first.TryTakeAsync(Server, default);
        shared.BreakDown();
        Assert.Equal("run-1", (await second.TryTakeAsync(Server, default))?.RunId);
    }

    [Fact]
    public async Task TryTake_FromARunWhoseHolderDied_TakesItOver()
    {
        (ServerLeases first, LeaseTerms process) = await RunAsync("run-1", 1);
        (ServerLeases second, _) = await RunAsync("run-2", 2);
        await first.TryTakeAsync(Server, default);
        living.Remove(process.Processes.Own);
        Assert.Null(await ServerLeases.ReadAsync(store, Server, process.Processes, TimeProvider.System, default));
        Assert.Null(await second.TryTakeAsync(Server, default));
        await first.ReleaseAsync(Server, default);
        Assert.Equal("run-2", (await ServerLeases.ReadAsync(store, Server, process.Processes, TimeProvider.System, default))?.RunId);
    }

    [Fact]
    public async Task TryTake_ByTheNextHolderOfTheSameRun_TakesItOver()
    {
        (ServerLeases former, LeaseTerms process) = await RunAsync("run-1", 1);
        await former.TryTakeAsync(Server, default);
        living.Remove(process.Processes.Own);
        (ServerLeases next, _) = await RunAsync("run-1", 2);
        (ServerLeases other, _) = await RunAsync("run-2", 3);
        Assert.Null(await next.TryTakeAsync(Server, default));
        Assert.Equal("run-1", (await other.TryTakeAsync(Server, default))?.RunId);
    }

    [Fact]
    public async Task TryTake_ByAFormerHolderOfTheRun_IsRefused()
    {
        (ServerLeases former, LeaseTerms process) = await RunAsync("run-1", 1);
        living.Remove(process.Processes.Own);
        (ServerLeases next, _) = await RunAsync("run-1", 2);
        await next.TryTakeAsync(Server, default);
        await Assert.ThrowsAsync<LeaseLostException>(() => former.TryTakeAsync(Server, default));
    }

    [Fact]
    public async Task TryTake_ByManyRunsAtOnce_LetsOneHaveIt()
    {
        ServerLeases[] runs = await Task.WhenAll(Enumerable.Range(1, 8).Select(async i => (await RunAsync($"run-{i}", i)).Servers));
        ServerHold?[] answers = await Task.WhenAll(runs.Select(run => Task.Run(() => run.TryTakeAsync(Server, default))));
        Assert.Single(answers, holder => holder is null);
    }

    [Fact]
    public async Task TryTake_ByManyStepsOfOneRunAtOnce_IsFreedByOneRelease()
    {
        (ServerLeases first, _) = await RunAsync("run-1", 1);
        (ServerLeases second, _) = await RunAsync("run-2", 2);
        ServerHold?[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => first.TryTakeAsync(Server, default))));
        Assert.All(answers, Assert.Null);
        await first.ReleaseAsync(Server, default);
        Assert.Null(await second.TryTakeAsync(Server, default));
    }

    [Fact]
    public async Task ReleaseAll_OfARun_FreesItsServersOnly()
    {
        (ServerLeases first, LeaseTerms process) = await RunAsync("run-1", 1);
        (ServerLeases second, _) = await RunAsync("run-2", 2);
        foreach (string name in new[] { "wuji/a", "wuji/b", "odd name/\u00e4 ../x" })
            Assert.Null(await first.TryTakeAsync(name, default));
        Assert.Null(await second.TryTakeAsync("wuji/c", default));
        await first.ReleaseAllAsync(default);
        Assert.Null(await ServerLeases.ReadAsync(store, "wuji/a", process.Processes, TimeProvider.System, default));
        Assert.Null(await ServerLeases.ReadAsync(store, "odd name/\u00e4 ../x", process.Processes, TimeProvider.System, default));
        Assert.NotNull(await ServerLeases.ReadAsync(store, "wuji/c", process.Processes, TimeProvider.System, default));
    }

    private async Task<(ServerLeases Servers, LeaseTerms Process)> RunAsync(string run, int process, Store? other = null)
    {
        ProcessIdentity identity = new() { Host = "host", Id = process };
        living.Add(identity);
        LeaseTerms terms = new() { Processes = new ScriptedProcesses(identity, living) };
        Lease lease = await Lease.AcquireAsync(other ?? store, StateLayout.RunLease(run), new RunOrigin(), terms, TimeProvider.System, default);
        return (new ServerLeases(other ?? store, run, lease.Token, terms.Processes, TimeProvider.System), terms);
    }
}
