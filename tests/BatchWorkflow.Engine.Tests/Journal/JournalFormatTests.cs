using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>
/// Pins the form of journals. A format that was released never changes: its files in tests/fixtures/journal stay as they are and must load
/// for ever; another form is another format with a folder of its own.
/// </summary>
public sealed class JournalFormatTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "journal", "v1", JournalFixture.RunId);

    [Fact]
    public async Task Journal_OfFormat1_LoadsWithEveryEvent()
    {
        await using MemoryStore store = new();
        foreach (string file in Directory.EnumerateFiles(Folder))
            await store.AppendAsync($"runs/{JournalFixture.RunId}/{Path.GetFileName(file)}", await File.ReadAllBytesAsync(file), StoreVersion.Absent, Durability.Written, default);
        JournalSnapshot all = await JournalReader.ReadAsync(store, JournalFixture.RunId, 0, default);
        Assert.Equal(JournalFixture.Events.Select(Json), all.Entries.Select(e => Json(e.Event)));
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 14, 5, 6, 123, TimeSpan.Zero), all.Entries[0].Time);
        Assert.Equal(TimeSpan.FromTicks(12_345_678), all.Entries[1].Time - all.Entries[0].Time);
    }

    [Fact]
    public async Task Journal_WrittenNow_IsTheFixtureByteForByte()
    {
        await using MemoryStore store = new();
        await JournalFixture.WriteAsync(store);
        foreach (long token in JournalFixture.Tokens)
        {
            StoreContent written = (await store.ReadAsync(JournalFormat.SegmentName(JournalFixture.RunId, token), 0, default))!;
            string pinned = await File.ReadAllTextAsync(Path.Combine(Folder, $"journal.{token}.jsonl"));
            Assert.Equal(pinned, Encoding.UTF8.GetString(written.Bytes.Span));
        }
    }

    [Fact]
    public void Fixture_OfFormat1_HasEveryTypeOfEvent() =>
        Assert.Equal(EventTypes().Order(StringComparer.Ordinal), JournalFixture.Events.Select(e => e.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Events_HaveNoPropertyOfTheLinesOwnNames()
    {
        string[] own = ["seq", "time", "prev", "type", "sum"];
        foreach (RunEvent one in JournalFixture.Events)
        {
            using JsonDocument json = JsonDocument.Parse(Json(one));
            Assert.Equal("type", json.RootElement.EnumerateObject().First().Name);
            Assert.DoesNotContain(json.RootElement.EnumerateObject().Skip(1), p => own.Contains(p.Name));
        }
    }

    [Fact]
    public void Sum_OfALine_IsItsCrc32C()
    {
        // The check value of CRC-32C is that of the digits 1 to 9.
        Assert.Equal("123456789,\"sum\":\"e3069283\"}\n", Encoding.ASCII.GetString(JournalFormat.Seal("123456789}"u8)));
        Assert.True(JournalFormat.HasItsSum("123456789,\"sum\":\"e3069283\"}"u8));
        Assert.False(JournalFormat.HasItsSum("123456788,\"sum\":\"e3069283\"}"u8));
    }

    private static IEnumerable<string> EventTypes() =>
        typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType.Name);

    private static string Json(RunEvent one) => JsonSerializer.Serialize(one, EngineJson.Line);
}
