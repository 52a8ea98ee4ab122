using System.Text;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.TestKit.Storing;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A run's journal whose bytes a test changes behind its back.</summary>
internal sealed class JournalText
{
    public const string RunId = "20260101-120000-abcd";

    public MemoryStore Store { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public static string Name(long token) => JournalFormat.SegmentName(RunId, token);

    /// <summary>A journal of one segment for each list of warnings.</summary>
    public static async Task<JournalText> WriteAsync(params string[][] segments)
    {
        JournalText text = new();
        for (int i = 0; i < segments.Length; i++)
            await text.HoldAsync(i + 1, segments[i]);
        return text;
    }

    /// <summary>Takes the journal over, writes some events and lets go.</summary>
    public async Task HoldAsync(long token, params string[] warnings)
    {
        await using JournalWriter writer = await JournalWriter.OpenAsync(Store, RunId, token, Time, default);
        foreach (string warning in warnings)
            await writer.AppendAsync(new Warned(warning), Durability.Written, default);
    }

    public async Task<byte[]> BytesAsync(long token) => (await Store.ReadAsync(Name(token), 0, default))!.Bytes.ToArray();

    public async Task<string[]> LinesAsync(long token) => Encoding.UTF8.GetString(await BytesAsync(token)).TrimEnd('\n').Split('\n');

    public async Task SetAsync(long token, ReadOnlyMemory<byte> bytes) =>
        await Store.ReplaceAsync(Name(token), bytes, StoreVersion.Any, Durability.Written, default);

    public Task SetAsync(long token, IEnumerable<string> lines) => SetAsync(token, Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n'));

    public async Task<string[]> WarningsAsync() =>
        [.. (await JournalReader.ReadAsync(Store, RunId, 0, default)).Entries.Select(e => ((Warned)e.Event).Message)];

    public async Task AssertWarningsAsync(params string[] expected) => Assert.Equal(expected, await WarningsAsync());

    public async Task<JournalProblem> CorruptAsync() =>
        (await Assert.ThrowsAsync<JournalCorruptException>(() => JournalReader.ReadAsync(Store, RunId, 0, default))).Problem;
}
