using System.Diagnostics;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class LeaseTests : IAsyncDisposable
{
    private const string Name = "runs/20260101-120000-abcd/lease.json";
    private static readonly RunOrigin Ann = new() { User = "ann", Host = "host-1", Process = 10 };
    private static readonly RunOrigin Bob = new() { User = "bob", Host = "host-2", Process = 20 };
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly HashSet<ProcessIdentity> living = [];
    private readonly FileStore store;
    private readonly LeaseTerms first;
    private readonly LeaseTerms second;
    private readonly LeaseTerms elsewhere;

    public LeaseTests()
    {
        store = new FileStore(folder.Path, time);
        first = Process("host-1", "boot-1", 10);
        second = Process("host-1", "boot-1", 11);
        elsewhere = Process("host-2", "boot-9", 20);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Acquire_WhileTheHolderLives_NamesTheHolder()
    {
        await using Lease lease = await AcquireAsync(Ann, first);
        time.Advance(TimeSpan.FromMinutes(5));
        LeaseHeldException held = await Assert.ThrowsAsync<LeaseHeldException>(() => AcquireAsync(Bob, second));
        Assert.Equal(Ann, held.Holder.Holder);
        Assert.Contains("held by ann on host-1 (process 10, since 2026-01-01 12:00:00 UTC)", held.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquire_AfterTheHoldersProcessEnded_SucceedsAtOnceOnTheSameMachine()
    {
        Lease dead = await AcquireAsync(Ann, first);
        living.Remove(first.Processes.Own);
        await using Lease next = await AcquireAsync(Bob, second);
        Assert.Equal(dead.Token + 1, next.Token);
        Assert.Equal(Bob, (await Lease.ReadAsync(store, Name, default))!.Holder);
    }

    [Fact]
    public async Task Acquire_ByAProcessWithTheDeadHoldersId_Succeeds()
    {
        await AcquireAsync(Ann, first);
        living.Remove(first.Processes.Own);
        LeaseTerms reused = Process("host-1", "boot-1", 10, started: "later");
        Assert.Equal(2, (await AcquireAsync(Bob, reused)).Token);
    }

    [Fact]
    public async Task Acquire_AfterAReboot_SucceedsThoughAnotherProcessHasTheId()
    {
        await AcquireAsync(Ann, first);
        Assert.Equal(2, (await AcquireAsync(Bob, Process("host-1", "boot-2", 10))).Token);
    }

    [Fact]
    public async Task Acquire_FromElsewhere_WaitsUntilTheLeaseIsOver()
    {
        Lease lease = await AcquireAsync(Ann, first);
        living.Remove(first.Processes.Own);
        await StopRenewingAsync(lease);
        time.Advance(TimeSpan.FromSeconds(29.9));
        await Assert.ThrowsAsync<LeaseHeldException>(() => AcquireAsync(Bob, elsewhere));
        time.Advance(TimeSpan.FromSeconds(0.1));
        await using Lease next = await AcquireAsync(Bob, elsewhere);
        Assert.Equal(2, next.Token);
    }

    [Fact]
    public async Task Acquire_OfALeaseWhoseTimeLiesFarAhead_SucceedsOnceNobodyRenewsIt()
    {
        FakeTimeProvider ahead = new(time.GetUtcNow().AddYears(1));
        Lease lease = await Lease.AcquireAsync(store, Name, Ann, first, ahead, default);
        await StopRenewingAsync(lease);
        Task<Lease> taking = AcquireAsync(Bob, elsewhere);
        Assert.Equal(RunHold.Silent, Lease.HoldOf((await Lease.ReadAsync(store, Name, default))!, elsewhere.Processes, time));
        Assert.True(await PassedUntilAsync(taking) >= elsewhere.Duration);
        await using Lease next = await taking;
        Assert.Equal(2, next.Token);
    }

    [Fact]
    public async Task Acquire_OfALeaseWhoseHolderLivesAheadOfThisClock_IsRefused()
    {
        FakeTimeProvider ahead = new(time.GetUtcNow().AddYears(1));
        await using Lease lease = await Lease.AcquireAsync(store, Name, Ann, first, ahead, default);
        Task<Lease> taking = AcquireAsync(Bob, elsewhere);
        DateTimeOffset taken = ahead.GetUtcNow();
        ahead.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(async () => (await Lease.ReadAsync(store, Name, default))!.Renewed > taken);
        await PassedUntilAsync(taking);
        Assert.Equal(Ann, (await Assert.ThrowsAsync<LeaseHeldException>(() => taking)).Holder.Holder);
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Acquire_FromAnotherContainerOfTheMachine_WaitsUntilTheLeaseIsOver()
    {
        await using Lease lease = await AcquireAsync(Ann, first);
        LeaseTerms container = Process("host-1", "boot-1", 10, space: "pid:[2]");
        await Assert.ThrowsAsync<LeaseHeldException>(() => AcquireAsync(Bob, container));
    }

    [Fact]
    public async Task Renew_WhileHeld_KeepsOthersElsewhereOut()
    {
        await using Lease lease = await AcquireAsync(Ann, first);
        for (int i = 1; i <= 12; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await UntilAsync(async () => (await Lease.ReadAsync(store, Name, default))!.Until == time.GetUtcNow() + TimeSpan.FromSeconds(30));
        }
        await Assert.ThrowsAsync<LeaseHeldException>(() => AcquireAsync(Bob, elsewhere));
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lost_WhenAnotherTookItOver_IsCancelledAndReleaseLeavesTheOther()
    {
        Lease lease = await AcquireAsync(Ann, first);
        living.Remove(first.Processes.Own);
        await using Lease other = await AcquireAsync(Bob, second);
        Task lost = Task.Delay(Timeout.Infinite, lease.Lost);
        time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost.WaitAsync(TimeSpan.FromSeconds(30)));
        await lease.DisposeAsync();
        LeaseInfo now = (await Lease.ReadAsync(store, Name, default))!;
        Assert.Equal((other.Token, false), (now.Token, now.Released));
    }

    [Fact]
    public async Task Release_ThenAcquire_GivesAnotherToken()
    {
        Lease lease = await AcquireAsync(Ann, first);
        await lease.ReleaseAsync();
        LeaseInfo left = (await Lease.ReadAsync(store, Name, default))!;
        Assert.Equal(RunHold.LetGo, Lease.HoldOf(left, second.Processes, time));
        await using Lease next = await AcquireAsync(Bob, elsewhere);
        Assert.Equal((1, 2), (lease.Token, next.Token));
        await lease.DisposeAsync();
        Assert.Equal(Bob, (await Lease.ReadAsync(store, Name, default))!.Holder);
    }

    [Fact]
    public async Task Acquire_WhenTheFileWasLost_GivesNoTokenBelowTheLeast()
    {
        await using Lease lease = await AcquireAsync(Ann, first with { LeastToken = 7 });
        Assert.Equal(7, lease.Token);
    }

    [Fact]
    public async Task Acquire_ByManyAtOnce_LetsOneIn()
    {
        Task<Lease?>[] tries = [.. Enumerable.Range(30, 8).Select(id => Task.Run(async () =>
        {
            try
            {
                return await AcquireAsync(Bob, Process("host-1", "boot-1", id));
            }
            catch (LeaseHeldException)
            {
                return null;
            }
        }))];
        Assert.Single(await Task.WhenAll(tries), lease => lease is not null);
    }

    [Fact]
    public async Task Acquire_OfAFileThatSomebodyBroke_SaysWhatToDo()
    {
        Directory.CreateDirectory(folder["runs/20260101-120000-abcd"]);
        await File.WriteAllTextAsync(folder[Name], "{ \"token\": ");
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => AcquireAsync(Ann, first));
        Assert.Equal("Lease.Unreadable", told.ErrorId);
    }

    [Fact]
    public async Task Life_OfRealProcesses_IsSeenAtOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The start times of processes are read from /proc here.");
        ProcessTable table = ProcessTable.System;
        Assert.Equal(ProcessLife.Alive, table.LifeOf(table.Own));
        Assert.Equal(ProcessLife.Dead, table.LifeOf(table.Own with { Started = "0" }));
        Assert.Equal(ProcessLife.Unknown, table.LifeOf(table.Own with { Host = "elsewhere" }));
        using Process child = System.Diagnostics.Process.Start(new ProcessStartInfo("sleep", "1000"))!;
        string stat = await File.ReadAllTextAsync($"/proc/{child.Id}/stat");
        ProcessIdentity identity = table.Own with { Id = child.Id, Started = stat.Split(' ')[21] };
        Assert.Equal(ProcessLife.Alive, table.LifeOf(identity));
        child.Kill();
        await child.WaitForExitAsync();
        Assert.Equal(ProcessLife.Dead, table.LifeOf(identity));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(1, patience.Token);
    }

    /// <summary>Lets time pass until somebody who waits by this clock has done so.</summary>
    private async Task<TimeSpan> PassedUntilAsync(Task waiting)
    {
        DateTimeOffset begin = time.GetUtcNow();
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (await Task.WhenAny(waiting, Task.Delay(5, patience.Token)) != waiting)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
        }
        return time.GetUtcNow() - begin;
    }

    /// <summary>Ends a holder as a kill does: nothing is renewed, nothing is released.</summary>
    private async Task StopRenewingAsync(Lease lease)
    {
        StoreContent before = (await store.ReadAsync(Name, 0, default))!;
        await lease.ReleaseAsync();
        await store.ReplaceAsync(Name, before.Bytes, StoreVersion.Any, Durability.Written, default);
    }

    private LeaseTerms Process(string host, string boot, int id, string started = "now", string space = "pid:[1]")
    {
        ProcessIdentity identity = new() { Host = host, Machine = host, Boot = boot, Space = space, Id = id, Started = started };
        living.Add(identity);
        return new LeaseTerms { Processes = new ScriptedProcesses(identity, living) };
    }

    private Task<Lease> AcquireAsync(RunOrigin origin, LeaseTerms terms) => Lease.AcquireAsync(store, Name, origin, terms, time, default);
}
