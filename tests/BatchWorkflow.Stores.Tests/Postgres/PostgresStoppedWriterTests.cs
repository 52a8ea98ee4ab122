using BatchWorkflow.Stores.Postgres;
using BatchWorkflow.TestKit.Postgres;
using Npgsql;

namespace BatchWorkflow.Stores.Tests.Postgres;

/// <summary>A process is stopped while a write of its is under way.</summary>
public sealed class PostgresStoppedWriterTests(PostgresServer server)
{
    private const string Name = "runs/r/lease.json";

    [Fact]
    public async Task Write_ToAStreamThatAStoppedProcessKeeps_IsDoneWithinSeconds()
    {
        string address = await server.NewStateAsync();
        await using Store store = Places.Open(address);
        StoreVersion version = await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        string host = address.Split("host=")[1].Split('&')[0];
        await using NpgsqlConnection connection = new($"Host={host};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using PostgresWrite stopped = new(connection, Name, Guid.NewGuid(), isRepeated: false, Durability.Written);
        Assert.NotNull(await stopped.LockAsync(new PostgresStatements(address[(address.LastIndexOf('=') + 1)..]).Lock, version));

        long start = TimeProvider.System.GetTimestamp();
        await store.ReplaceAsync(Name, "two"u8.ToArray(), version, Durability.Written, default);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(25));
        NpgsqlException ended = await Assert.ThrowsAnyAsync<NpgsqlException>(() => stopped.CommitAsync());
        Assert.True(PostgresErrors.IsPassing(ended, wasThere: true));
    }
}
