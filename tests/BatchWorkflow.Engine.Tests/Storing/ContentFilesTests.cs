using System.Security.Cryptography;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class ContentFilesTests : IAsyncDisposable
{
    private static readonly RunOrigin Ann = new() { User = "ann" };
    private readonly TemporaryFolder folder = new();
    private readonly FileStore store;
    private readonly ContentFiles files;

    public ContentFilesTests()
    {
        store = new FileStore(folder["state"], TimeProvider.System);
        files = new ContentFiles(store);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Place_OfKeptFiles_MakesScriptsExecutable()
    {
        Dictionary<string, string> kept = await KeepAsync(
            ("create.sh", "echo hello\n"u8.ToArray()), ("bin/tool", "#!/bin/sh\n"u8.ToArray()), ("conf/a.json", "{}"u8.ToArray()), ("empty", []));
        Directory.Delete(folder["source"], recursive: true);
        string place = folder["place"];
        await files.PlaceAsync(place, kept, default);
        Assert.Equal("echo hello\n", await File.ReadAllTextAsync(Path.Combine(place, "create.sh")));
        Assert.Equal(
            ["bin/tool", "conf/a.json", "create.sh", "empty"],
            Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(place, f)).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Plain | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(place, "create.sh")));
        Assert.Equal(Plain | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(place, "bin/tool")));
        Assert.Equal(Plain, File.GetUnixFileMode(Path.Combine(place, "conf/a.json")));
    }

    [Fact]
    public async Task Place_Again_RepairsWhatAScriptChanged()
    {
        Dictionary<string, string> kept = await KeepAsync(("create.sh", "one"u8.ToArray()), ("data", "two"u8.ToArray()));
        await files.PlaceAsync(folder["place"], kept, default);
        await File.WriteAllTextAsync(folder["place/data"], "spoiled");
        DateTime untouched = File.GetLastWriteTimeUtc(folder["place/create.sh"]);
        await files.PlaceAsync(folder["place"], kept, default);
        Assert.Equal("two", await File.ReadAllTextAsync(folder["place/data"]));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(folder["place/create.sh"]));
    }

    [Fact]
    public async Task Keep_OfAFileThatChangedSinceThePlan_IsRefused()
    {
        Dictionary<string, string> planned = await KeepAsync(("a", "one"u8.ToArray()));
        await File.WriteAllTextAsync(folder["source/a"], "two");
        await store.DeleteAsync($"files/{planned["a"]}", StoreVersion.Any, default);
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => files.KeepAsync(folder["source"], planned, default));
        Assert.Equal("Plan.Changed", told.ErrorId);
        File.Delete(folder["source/a"]);
        Assert.Equal("Plan.Changed", (await Assert.ThrowsAsync<BatchWorkflowException>(() => files.KeepAsync(folder["source"], planned, default))).ErrorId);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/outside")]
    public async Task Path_ThatLeavesItsFolder_IsRefused(string relative)
    {
        Dictionary<string, string> kept = await KeepAsync(("a", "one"u8.ToArray()));
        Dictionary<string, string> hostile = new() { [relative] = kept["a"] };
        await Assert.ThrowsAsync<ArgumentException>(() => files.PlaceAsync(folder["place"], hostile, default));
        await Assert.ThrowsAsync<ArgumentException>(() => files.KeepAsync(folder["source"], hostile, default));
    }

    [Fact]
    public async Task Read_OfADamagedCopy_SaysSo()
    {
        Dictionary<string, string> kept = await KeepAsync(("a", "one"u8.ToArray()));
        await store.ReplaceAsync($"files/{kept["a"]}", "0ne"u8.ToArray(), StoreVersion.Any, Durability.Written, default);
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => files.ReadAsync(kept["a"], default));
        Assert.Equal("State.FileLost", told.ErrorId);
        Assert.Contains("is damaged", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_WithNobodyWorking_RemovesOnlyWhatNobodyRefersTo()
    {
        Dictionary<string, string> kept = await KeepAsync(
            ("plan", "1"u8.ToArray()), ("journal", "2"u8.ToArray()), ("record", "3"u8.ToArray()), ("nobody", "4"u8.ToArray()));
        await WriteAsync("runs/r/plan.json", $"{{\"files\":{{\"create.sh\":\"{kept["plan"]}\"}}}}");
        await WriteAsync("runs/r/journal.1.jsonl", $"{{\"former\":\"{kept["journal"]}\"}}\n");
        await WriteAsync("resources/wuji/web-1.json", $"{{\"hash\":\"{kept["record"]}\"}}");
        await WriteAsync("runs/r/log.jsonl", $"{{\"text\":\"{kept["nobody"]}\"}}");
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(
            new[] { kept["plan"], kept["journal"], kept["record"] }.Order(StringComparer.Ordinal),
            (await store.ListAsync("files/", default).ToListAsync()).Select(n => n[6..]).Order(StringComparer.Ordinal));
        Assert.Equal(0, await SweepAsync());
    }

    [Fact]
    public async Task Sweep_WhileARunIsHeld_DoesNothing()
    {
        await KeepAsync(("nobody", "1"u8.ToArray()));
        (_, Lease lease) = await RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        Assert.Null(await SweepAsync());
        await lease.DisposeAsync();
        Assert.Equal(1, await SweepAsync());
    }

    [Fact]
    public async Task Create_WhileFilesAreSwept_WaitsForTheEnd()
    {
        Lease sweeping = await Lease.AcquireAsync(store, "leases/files.json", Ann, new LeaseTerms(), TimeProvider.System, default);
        Task<(RunFolder Folder, Lease Lease)> create = RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        await Assert.ThrowsAsync<TimeoutException>(() => create.WaitAsync(TimeSpan.FromMilliseconds(300)));
        await sweeping.DisposeAsync();
        await (await create.WaitAsync(TimeSpan.FromSeconds(30))).Lease.DisposeAsync();
    }

    [Fact]
    public async Task Remove_OfARun_TakesItsFilesAndItsFolder()
    {
        (RunFolder run, Lease lease) = await RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        await WriteAsync($"runs/{run.Id}/summary.json", "{}");
        await WriteAsync($"runs/{run.Id}/plan.json", "{}");
        Directory.CreateDirectory(Path.Combine(run.AttemptsPath, "1"));
        await Assert.ThrowsAsync<LeaseHeldException>(() => RemoveAsync(run));
        await lease.DisposeAsync();
        await RemoveAsync(run);
        Assert.False(Directory.Exists(run.Path));
        Assert.Empty(await store.ListAsync("runs/", default).ToListAsync());
        Assert.Equal("Run.NotFound", (await Assert.ThrowsAsync<BatchWorkflowException>(() => RemoveAsync(run))).ErrorId);
        Assert.False(Directory.Exists(run.Path));
    }

    [Fact]
    public async Task RemoveUnbegun_AfterASubmitDied_LeavesOnlyRealRuns()
    {
        (RunFolder real, Lease realLease) = await RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        (RunFolder dead, Lease deadLease) = await RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        (RunFolder now, Lease nowLease) = await RunFolder.CreateAsync(Random.Shared, store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        await (await JournalWriter.OpenAsync(store, real.Id, realLease.Token, TimeProvider.System, default)).DisposeAsync();
        await realLease.DisposeAsync();
        await deadLease.DisposeAsync();
        await RunRemoval.RemoveUnbegunAsync(store, folder["state"], Ann, new LeaseTerms(), TimeProvider.System, default);
        Assert.True(Directory.Exists(real.Path));
        Assert.False(Directory.Exists(dead.Path));
        Assert.True(Directory.Exists(now.Path));
        await nowLease.DisposeAsync();
    }

    private Task RemoveAsync(RunFolder run) => RunRemoval.RemoveAsync(store, run, Ann, new LeaseTerms(), TimeProvider.System, default);

    private Task<int?> SweepAsync() => ContentSweep.TryRunAsync(store, Ann, new LeaseTerms(), TimeProvider.System, default);

    private async Task WriteAsync(string name, string text) =>
        await store.ReplaceAsync(name, System.Text.Encoding.UTF8.GetBytes(text), StoreVersion.Any, Durability.Written, default);

    private async Task<Dictionary<string, string>> KeepAsync(params (string Path, byte[] Content)[] sources)
    {
        Dictionary<string, string> hashes = [];
        foreach ((string path, byte[] content) in sources)
        {
            string full = folder[Path.Combine("source", path)];
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllBytesAsync(full, content);
            hashes[path] = Convert.ToHexStringLower(SHA256.HashData(content));
        }
        await files.KeepAsync(folder["source"], hashes, default);
        return hashes;
    }
}
