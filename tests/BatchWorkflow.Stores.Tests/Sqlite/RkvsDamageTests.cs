using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Stores.Tests.Damage;
using BatchWorkflow.TestKit.Postgres;

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
}
