using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Two runs that need the same servers.</summary>
public sealed class ServerHoldsTests : IAsyncDisposable
{
    private static readonly LeaseTerms Terms = new();
    private readonly MemoryStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Need_TurningBackWhenAnotherHasAServerBefore_LetsGoOfThoseBehind()
    {
        PlanStep a = On("a"), b = On("b");
        ServerHolds first = await RunAsync("run-1"), second = await RunAsync("run-2");
        await first.NeedAsync([a, b]);
        Assert.Null(await first.TryHoldAsync(b));
        await first.DoneAsync(a);
        await second.NeedAsync([a, b]);
        Assert.Null(await second.TryHoldAsync(a));
        Assert.NotNull(await second.TryHoldAsync(b));

        await first.NeedAsync([b, a]);

        Assert.NotNull(await first.TryHoldAsync(b));
        Assert.Null(await new ServerLeases(_store, "run-2", 1, Terms.Processes, TimeProvider.System).TryTakeAsync("infra/b", default));
    }

    [Fact]
    public async Task Need_TurningBackWhenNobodyHasThem_KeepsAndTakesAll()
    {
        PlanStep a = On("a"), b = On("b");
        ServerHolds first = await RunAsync("run-1"), second = await RunAsync("run-2");
        await first.NeedAsync([a, b]);
        Assert.Null(await first.TryHoldAsync(b));
        await first.DoneAsync(a);

        await first.NeedAsync([b, a]);

        await second.NeedAsync([a, b]);
        Assert.NotNull(await second.TryHoldAsync(a));
        Assert.NotNull(await second.TryHoldAsync(b));
    }

    private async Task<ServerHolds> RunAsync(string id)
    {
        Lease lease = await Lease.AcquireAsync(_store, StateLayout.RunLease(id), new RunOrigin(), Terms, TimeProvider.System, default);
        return new ServerHolds("infra", new ServerLeases(_store, id, lease.Token, Terms.Processes, TimeProvider.System), TimeProvider.System);
    }

    private static PlanStep On(string server) => Plans.Step(server) with { Server = server };
}
