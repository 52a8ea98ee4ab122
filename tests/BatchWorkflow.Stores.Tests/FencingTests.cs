using System.Diagnostics;
using System.Runtime.Versioning;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.StateWriter;
using BatchWorkflow.TestKit.Postgres;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Stores.Tests;

/// <summary>Real processes that hold a run as from another machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FencingTests(PostgresServer server) : StoreKinds(server)
{
    private const string RunId = "20260101-120000-abcd";
    private const int LeaseMilliseconds = 1500;
    private static readonly LeaseTerms Here = new() { Duration = TimeSpan.FromSeconds(30), Processes = new OtherMachine("here") };
    private static readonly RunOrigin Taker = new() { User = "taker", Host = "here" };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Holder_PausedPastItsLease_AddsNoEventAndEnds(string kind)
    {
        string place = await NewStateAsync(kind);
        using Holder holder = new(place, RunId, LeaseMilliseconds);
        Assert.Equal("held 1", await holder.ToldAsync());
        foreach (string text in new[] { "one", "two" })
            Assert.Equal(text, await holder.AppendAsync(text));
        await using Store store = Open(place);
        await Assert.ThrowsAsync<LeaseHeldException>(() => TakeAsync(store));

        await holder.PauseAsync();
        await using Lease lease = await TakeWhenFreeAsync(store);
        await using (JournalWriter mine = await JournalWriter.OpenAsync(store, RunId, lease.Token, TimeProvider.System, default))
            await mine.AppendAsync(new Warned("three"), Durability.Flushed, default);
        await holder.WakeAsync();

        Assert.Equal("lost before late", await holder.AppendAsync("late"));
        Assert.Equal(3, await holder.EndAsync());
        JournalSnapshot journal = await JournalReader.ReadAsync(store, RunId, 0, default);
        Assert.Equal(["one", "two", "three"], journal.Entries.Select(e => ((Warned)e.Event).Message));
        foreach (string name in await store.ListAsync("", default).ToListAsync())
            Assert.False((await store.ReadAsync(name, 0, default))!.Bytes.Span.IndexOf("late"u8) >= 0, name);
        Assert.Equal(lease.Token, (await Lease.ReadAsync(store, StateLayout.RunLease(RunId), default))!.Token);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Holder_WhoseFlushIsSlow_IsNotDeclaredDead(string kind)
    {
        string place = await NewStateAsync(kind);
        await using Store store = Open(place);
        await using Store other = Open(place);
        FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        LeaseTerms terms = new() { Processes = new OtherMachine("holder") };
        await using Lease lease = await Lease.AcquireAsync(store, StateLayout.RunLease(RunId), new RunOrigin { User = "holder" }, terms, time, default);
        TaskCompletionSource disk = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SlowFlushStore slow = new(store, disk.Task);
        await using JournalWriter journal = await JournalWriter.OpenAsync(slow, RunId, lease.Token, time, default);
        slow.IsSlow = true;
        Task flushing = journal.AppendAsync(new Warned("the last"), Durability.Flushed, default).AsTask();
        for (int i = 0; i < 12; i++)
        {
            time.Advance(terms.Renew);
            await UntilRenewedAsync(other, time.GetUtcNow());
            LeaseHeldException held = await Assert.ThrowsAsync<LeaseHeldException>(
                () => Lease.AcquireAsync(other, StateLayout.RunLease(RunId), Taker, Here, time, default));
            Assert.Equal("holder", held.Holder.Holder.User);
        }
        Assert.False(flushing.IsCompleted);
        disk.SetResult();
        await flushing;
        Assert.Single((await JournalReader.ReadAsync(other, RunId, 0, default)).Entries);
    }

    private static Task<Lease> TakeAsync(Store store) => new RunFolder(store, "", RunId).AcquireAsync(Taker, Here, TimeProvider.System, default);

    private static async Task<Lease> TakeWhenFreeAsync(Store store)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                return await TakeAsync(store);
            }
            catch (LeaseHeldException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private static async Task UntilRenewedAsync(Store store, DateTimeOffset at)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while ((await Lease.ReadAsync(store, StateLayout.RunLease(RunId), patience.Token))!.Renewed < at)
            await Task.Delay(5, patience.Token);
    }

    /// <summary>The other process.</summary>
    private sealed class Holder : IDisposable
    {
        private readonly Process process;

        public Holder(string place, string runId, int milliseconds)
        {
            ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "BatchWorkflow.StateWriter.dll"), "hold", place, runId, $"{milliseconds}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            process = Process.Start(start)!;
        }

        public async Task<string?> ToldAsync() => await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));

        public async Task<string?> AppendAsync(string text)
        {
            await process.StandardInput.WriteLineAsync(text);
            await process.StandardInput.FlushAsync();
            return await ToldAsync();
        }

        public Task PauseAsync() => SignalAsync("STOP");

        public Task WakeAsync() => SignalAsync("CONT");

        public async Task<int> EndAsync()
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return process.ExitCode;
        }

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        private async Task SignalAsync(string signal)
        {
            using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }
    }
}
