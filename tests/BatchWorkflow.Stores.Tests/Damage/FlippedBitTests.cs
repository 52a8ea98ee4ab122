using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Damage;

/// <summary>Single bits of what a run keeps are turned, each in its own copy of the same run.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FlippedBitTests(PostgresServer server) : TwiceHeldRun(server)
{
    private const int Flips = 40;
    private readonly Random random = new(5);

    [Fact]
    public async Task Journal_WithAFlippedBit_IsRefusedAndTheAuditNamesEventAndField()
    {
        (string place, string id) = await MakeRunAsync("file");
        await using BatchEngine engine = Engine(place);
        WitnessedRun before = await WitnessedRun.SeeAsync(engine, id);
        await using Store store = Open(place);
        foreach (string name in await store.ListAsync(JournalFormat.Prefix(id), default).ToListAsync())
        {
            await FlipAsync(store, name, Flips, async (flip, line) =>
            {
                Assert.True(await before.AssertSameOrRefusedAsync(engine, $"{flip}") <= 1, $"{flip} went unseen.");
                BatchAudit audit = await engine.AuditAsync(id, kept: null, default);
                Assert.True(
                    audit.Problems.Any(p => p.Stream == name && p.Line == line && (line == 1 || (p.Sequence is not null && (flip.OfALineEnd || p.Field is not null)))),
                    $"{flip}: {string.Join(" ", audit.Problems)}");
            });
        }
    }

    [Theory]
    [InlineData("checkpoint.json")]
    [InlineData("summary.json")]
    public async Task Copy_OfTheJournalWithAFlippedBit_IsMadeAnewFromIt(string copy)
    {
        (string place, string id) = await MakeRunAsync("file");
        await using BatchEngine engine = Engine(place);
        WitnessedRun before = await WitnessedRun.SeeAsync(engine, id);
        await using Store store = Open(place);
        await FlipAsync(store, StateLayout.Run(id, copy), Flips, async (flip, _) =>
            Assert.True(await before.AssertSameOrRefusedAsync(engine, $"{flip}") == 3, $"{flip}: not all ways told it as before."));
    }

    [Theory]
    [InlineData("lease.json")]
    [InlineData("plan.json")]
    [InlineData("definition.json")]
    public async Task File_WithAFlippedBit_ChangesNothingThatIsTold(string file)
    {
        (string place, string id) = await MakeRunAsync("file");
        await using BatchEngine engine = Engine(place);
        WitnessedRun before = await WitnessedRun.SeeAsync(engine, id);
        await using Store store = Open(place);
        await FlipAsync(store, StateLayout.Run(id, file), Flips / 2, async (flip, _) => await before.AssertSameOrRefusedAsync(engine, $"{flip}"));
    }

    private async Task FlipAsync(Store store, string name, int flips, Func<Flip, int, Task> look)
    {
        StoreContent whole = (await store.ReadAsync(name, 0, default))!;
        for (int i = 0; i < flips; i++)
        {
            // The last line's end is among the first to be turned.
            int at = i < 8 ? whole.Bytes.Length - 1 : random.Next(whole.Bytes.Length);
            int bit = i < 8 ? i : random.Next(8);
            byte[] flipped = whole.Bytes.ToArray();
            flipped[at] ^= (byte)(1 << bit);
            Flip flip = new(name, at, bit, whole.Bytes.Span[at] == '\n' || flipped[at] == '\n');
            await store.ReplaceAsync(name, flipped, StoreVersion.Any, Durability.Written, default);
            await look(flip, 1 + whole.Bytes.Span[..at].Count((byte)'\n'));
        }
        await store.ReplaceAsync(name, whole.Bytes, StoreVersion.Any, Durability.Written, default);
    }

    /// <summary>A bit that was turned; of a line's end when one has gone or come by it, so that it stands in no field.</summary>
    private sealed record Flip(string Stream, int Byte, int Bit, bool OfALineEnd);
}
