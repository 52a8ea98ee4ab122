using BatchWorkflow.Stores.Postgres;
using BatchWorkflow.TestKit.Postgres;
using Npgsql;

namespace BatchWorkflow.Stores.Tests.Postgres;

public sealed class PostgresStoreTests(PostgresServer server) : IAsyncLifetime
{
    private const string Name = "runs/r/journal.1.jsonl";
    private string address = "";

    public async ValueTask InitializeAsync() => address = await server.NewStateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Read_OfManyPiecesFromAnyOffset_GivesTheRest()
    {
        await using Store store = Places.Open(address);
        StoreVersion version = StoreVersion.Absent;
        byte[] all = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];
        for (int i = 0; i < all.Length; i += 6)
            version = await store.AppendAsync(Name, all.AsMemory(i, 6), version, Durability.Written, default);
        for (int offset = 0; offset <= all.Length + 1; offset++)
            Assert.Equal(all.Skip(offset), (await store.ReadAsync(Name, offset, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Open_OfANewerForm_IsRefusedInWords()
    {
        await using (Store store = Places.Open(address))
            await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        await ChangeAsync("UPDATE \"{0}\".meta SET form = 99");
        await using Store older = Places.Open(address);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => older.ReadAsync(Name, 0, default).AsTask());
        Assert.Equal("State.NewerFormat", refused.ErrorId);
        Assert.EndsWith($"was written by a newer BatchWorkflow (form 99; this one knows up to {PostgresSchema.Form}).", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstUses_OfManyAtOnce_MakeOneSchema()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using Store store = Places.Open(address);
            await store.AppendAsync(Name, new[] { (byte)i }, StoreVersion.Any, Durability.Flushed, default);
        }));
        await using Store all = Places.Open(address);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (byte)i), (await all.ReadAsync(Name, 0, default))!.Bytes.ToArray().Order());
    }

    [Fact]
    public async Task Use_ByAUserWhoMayNotCreate_WorksOnceTheSchemaIsThere()
    {
        await using (Store owner = Places.Open(address))
            await owner.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        await ChangeAsync("CREATE ROLE \"{0}\" LOGIN; GRANT USAGE ON SCHEMA \"{0}\" TO \"{0}\"; GRANT ALL ON ALL TABLES IN SCHEMA \"{0}\" TO \"{0}\"");
        await using Store guest = Places.Open(address.Replace("postgres@", Schema + "@", StringComparison.Ordinal));
        await guest.AppendAsync(Name, "two"u8.ToArray(), StoreVersion.Any, Durability.Flushed, default);
        Assert.Equal("onetwo"u8.ToArray(), (await guest.ReadAsync(Name, 0, default))!.Bytes.ToArray());
        await guest.AppendAsync(Name, default, StoreVersion.Any, Durability.Flushed, default);
    }

    [Fact]
    public async Task Use_OfADatabaseThatIsNotThere_SaysWhich()
    {
        await using Store store = Places.Open(address.Replace("/postgres?", "/nowhere?", StringComparison.Ordinal));
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => store.ReadAsync(Name, 0, default).AsTask());
        Assert.Equal("State.Missing", refused.ErrorId);
        Assert.Contains("database \"nowhere\" does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_OfAServerThatWasNeverThere_IsRefusedAtOnce()
    {
        await using Store store = Places.Open("postgres://me@/db?host=/nonexistent");
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => store.ReadAsync(Name, 0, default).AsTask()).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("State.Unreachable", refused.ErrorId);
    }

    [Fact]
    public async Task Write_WhoseAnswerWasLost_IsDoneOnce()
    {
        await using Store store = Places.Open(address);
        StoreVersion version = await store.AppendAsync(Name, "0"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        using CancellationTokenSource end = new();
        Task cutting = CutAsync(end.Token);
        for (int i = 1; i <= 60; i++)
        {
            version = await store.AppendAsync(Name, new[] { (byte)('0' + i) }, version, Durability.Flushed, default);
            await store.AppendAsync(Name + "l", new[] { (byte)('0' + i) }, StoreVersion.Any, Durability.Written, default);
        }
        await end.CancelAsync();
        await cutting;
        byte[] wanted = [.. Enumerable.Range('0', 61).Select(i => (byte)i)];
        Assert.Equal(wanted, (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray());
        Assert.Equal(wanted.Skip(1), (await store.ReadAsync(Name + "l", 0, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Write_FirstConnectionIsCut_ConnectsAgain()
    {
        await using NpgsqlConnection blocker = await ConnectAsync(), cutter = await ConnectAsync();
        await using NpgsqlTransaction lockedOut = await blocker.BeginTransactionAsync();
        await RunAsync(blocker, "SELECT pg_advisory_xact_lock(hashtext('batchworkflow'), hashtext('{0}'))");
        await using Store store = Places.Open(address);
        Task<StoreVersion> writing = store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Flushed, default).AsTask();
        const string cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'advisory' AND query LIKE '%{0}%'";
        while (!writing.IsCompleted && (long)(await RunAsync(cutter, cut))! == 0)
            await Task.Yield();
        await lockedOut.RollbackAsync();

        await writing;
        Assert.Equal("one"u8.ToArray(), (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Write_ToAServerThatIsNotThere_IsRefusedAtOnce()
    {
        await using Store store = Places.Open("postgres://postgres@/postgres?host=/nowhere");
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
            () => store.ReadAsync(Name, 0, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("State.Unreachable", refused.ErrorId);
    }

    private string Schema => address[(address.LastIndexOf('=') + 1)..];

    /// <summary>Cuts all connections of this test's state again and again, as a server does that is shut down.</summary>
    private async Task CutAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await ChangeAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%{0}%'");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private async Task ChangeAsync(string statement)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await RunAsync(connection, statement);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        string host = address.Split("host=")[1].Split('&')[0];
        NpgsqlConnection connection = new($"Host={host};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<object?> RunAsync(NpgsqlConnection connection, string statement)
    {
#pragma warning disable CA2100 // The tests' own constants.
        await using NpgsqlCommand command = new(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, Schema), connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
