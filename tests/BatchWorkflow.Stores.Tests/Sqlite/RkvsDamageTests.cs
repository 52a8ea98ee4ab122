using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Stores.Tests.Damage;
using BatchWorkflow.TestKit.Postgres;
using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Tests.Sqlite;

/// <summary>Bits of the database file are turned, wherever they stand.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RkvsDamageTests(PostgresServer server) : TwiceHeldRun(server)
{
    private const int Flips = 80;

    [Fact]
    public async Task File_WithAFlippedBit_TellsTheSameOrSaysThatItCannot()
    {
        (string place, string id) = await MakeRunAsync("rkvs");
        WitnessedRun before;
        await using (BatchEngine engine = Engine(place))
            before = await WitnessedRun.SeeAsync(engine, id);
        byte[] whole = await File.ReadAllBytesAsync(place);
        Assert.False(File.Exists(place + "-wal"));
        Random random = new(6);
        int told = 0;
        for (int i = 0; i < Flips; i++)
        {
            // The first page and a few others hold what the file itself is made of.
            int at = random.Next(i % 4 == 0 ? 4096 : whole.Length);
            byte[] flipped = [.. whole];
            flipped[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(place, flipped);
            File.Delete(place + "-wal");
            File.Delete(place + "-shm");
            await using BatchEngine engine = Engine(place);
            told += await before.AssertSameOrRefusedAsync(engine, $"byte {at}: {whole[at]:x2} became {flipped[at]:x2}");
        }
        Assert.InRange(told, Flips, (3 * Flips) - 1);
    }

    [Theory]
    [InlineData("pieces")]
    [InlineData("streams")]
    [InlineData("meta")]
    public async Task File_WithoutOneOfItsTables_IsRefusedInPlainWords(string table)
    {
        (string place, string id) = await MakeRunAsync("rkvs");
        SqliteConnectionStringBuilder file = new() { DataSource = place, Pooling = false };
        await using (SqliteConnection connection = new(file.ConnectionString))
        {
            await connection.OpenAsync();
            await using SqliteCommand drop = connection.CreateCommand();
#pragma warning disable CA2100 // The tables are those of the theory.
            drop.CommandText = $"DROP TABLE {table}";
#pragma warning restore CA2100
            await drop.ExecuteNonQueryAsync();
        }
        await using BatchEngine engine = Engine(place);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.RollbackAsync(id, new RollbackOptions(), new RunOptions(), default));
        Assert.EndsWith($"its tables are not those of a state (no such table: {table}).", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatIsEmpty_IsWarnedOfAndHasNoRuns()
    {
        string place = await NewStateAsync("rkvs");
        await using BatchEngine engine = Engine(place);
        Assert.Null(engine.Warning);
        await File.WriteAllBytesAsync(place, []);
        Assert.Equal($"'{place}' is empty: there is no run in it. If there were runs, bring the file back from a backup.", engine.Warning);
        Assert.Empty(await engine.ListAsync(static _ => { }, default).ToListAsync());
    }
}
