using BatchWorkflow.Stores.Sqlite;
using BatchWorkflow.TestKit;
using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Tests.Sqlite;

public sealed class RkvsStoreTests : IDisposable
{
    private const string Name = "runs/r/journal.1.jsonl";
    private readonly TemporaryFolder folder = new();

    private string File => folder["state/state.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_WhileAnotherMakesTheFile_FindsNothingOrAll()
    {
        for (int round = 0; round < 60; round++)
        {
            string path = folder[$"{round}.db"];
            using CancellationTokenSource made = new();
            Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                while (!made.IsCancellationRequested)
                {
                    await using RkvsStore reader = new(path);
                    StoreContent? found = await reader.ReadAsync("a", 0, CancellationToken.None);
                    Assert.True(found is null || found.Bytes.Span.SequenceEqual("text"u8));
                }
            }))];
            await using (RkvsStore writer = new(path))
                await writer.AppendAsync("a", "text"u8.ToArray(), StoreVersion.Absent, Durability.Flushed, CancellationToken.None);
            await made.CancelAsync();
            await Task.WhenAll(readers);
        }
    }

    [Fact]
    public async Task Read_OfNoFile_MakesNone()
    {
        await using RkvsStore store = new(File);
        Assert.Null(await store.ReadAsync(Name, 0, default));
        Assert.Empty(await store.ListAsync("", default).ToListAsync());
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task Files_AsMade_AreTheirOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using RkvsStore store = new(File);
        await store.AppendAsync(Name, "secret"u8.ToArray(), StoreVersion.Absent, Durability.Flushed, default);
        Assert.Equal(["state.db", "state.db-shm", "state.db-wal"], Directory.GetFiles(folder["state"]).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
            Assert.All(Directory.GetFiles(folder["state"]), AssertMode);
    }

    [Fact]
    public async Task Disposed_ByTheLast_IsOneFile()
    {
        await using (RkvsStore store = new(File))
            await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        Assert.Equal(["state.db"], Directory.GetFiles(folder["state"]).Select(Path.GetFileName));
        await using RkvsStore again = new(File);
        Assert.Equal("one"u8.ToArray(), (await again.ReadAsync(Name, 0, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Read_OfManyPiecesFromAnyOffset_GivesTheRest()
    {
        await using RkvsStore store = new(File);
        StoreVersion version = StoreVersion.Absent;
        byte[] all = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        for (int i = 0; i < all.Length; i += 8)
            version = await store.AppendAsync(Name, all.AsMemory(i, 8), version, Durability.Written, default);
        for (int offset = 0; offset <= all.Length + 1; offset++)
            Assert.Equal(all.Skip(offset), (await store.ReadAsync(Name, offset, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Open_OfANewerForm_IsRefusedInWords()
    {
        await using (RkvsStore store = new(File))
            await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        Change("PRAGMA user_version = 99");
        await using RkvsStore older = new(File);
        BatchWorkflowException read = await Assert.ThrowsAsync<BatchWorkflowException>(() => older.ReadAsync(Name, 0, default).AsTask());
        Assert.Equal("State.NewerFormat", read.ErrorId);
        Assert.Equal($"'{File}' was written by a newer BatchWorkflow (form 99; this one knows up to {RkvsSchema.Form}).", read.Message);
        BatchWorkflowException write = await Assert.ThrowsAsync<BatchWorkflowException>(
            () => older.AppendAsync(Name, "x"u8.ToArray(), StoreVersion.Any, Durability.Written, default).AsTask());
        Assert.Equal("State.NewerFormat", write.ErrorId);
    }

    [Fact]
    public async Task Open_OfAnotherProgramsDatabase_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(folder["state"]);
        Change("CREATE TABLE theirs (x)");
        byte[] before = await System.IO.File.ReadAllBytesAsync(File);
        await using RkvsStore store = new(File);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
            () => store.AppendAsync(Name, "x"u8.ToArray(), StoreVersion.Any, Durability.Written, default).AsTask());
        Assert.Contains("not a state of BatchWorkflow", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task Open_OfWhatIsNoDatabase_SaysSo()
    {
        Directory.CreateDirectory(folder["state"]);
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000));
        await using RkvsStore store = new(File);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => store.ReadAsync(Name, 0, default).AsTask());
        Assert.Equal(("State.Unreadable", $"'{File}' cannot be read: it is not a database."), (refused.ErrorId, refused.Message));
    }

    [Fact]
    public async Task Write_WhileAnotherKeepsTheFileLocked_WaitsAndHearsCancellation()
    {
        await using RkvsStore store = new(File);
        await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        using SqliteConnection other = Connect();
        using SqliteTransaction locked = other.BeginTransaction(deferred: false);
        using CancellationTokenSource patience = new();
        Task<StoreVersion> waiting = store.AppendAsync(Name, "two"u8.ToArray(), StoreVersion.Any, Durability.Written, patience.Token).AsTask();
        Assert.Equal("one"u8.ToArray(), (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray());
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Task<StoreVersion> next = store.AppendAsync(Name, "three"u8.ToArray(), StoreVersion.Any, Durability.Written, default).AsTask();
        locked.Rollback();
        await next;
        Assert.Equal("onethree"u8.ToArray(), (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task FirstWrites_OfManyAtOnce_MakeOneFile()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            await using RkvsStore store = new(File);
            await store.AppendAsync(Name, new[] { (byte)i }, StoreVersion.Any, Durability.Flushed, default);
        })));
        await using RkvsStore all = new(File);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (byte)i), (await all.ReadAsync(Name, 0, default))!.Bytes.ToArray().Order());
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void AssertMode(string file) => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private void Change(string statement)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own constants.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
