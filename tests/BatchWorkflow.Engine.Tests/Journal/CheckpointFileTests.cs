using System.Text;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class CheckpointFileTests
{
    private const string RunId = JournalText.RunId;
    private static readonly string Name = StateLayout.Run(RunId, "checkpoint.json");
    private static readonly byte[] State = Encoding.UTF8.GetBytes("""{"steps":{"a":"succeeded"},"count":3}""");

    [Fact]
    public async Task Read_AfterWrite_GivesTheLastState()
    {
        JournalText text = new();
        Assert.Null(await CheckpointFile.ReadAsync(text.Store, RunId, default));
        await CheckpointFile.WriteAsync(text.Store, RunId, 1, JournalFormat.NoHash, "{}"u8.ToArray(), default);
        await CheckpointFile.WriteAsync(text.Store, RunId, 7, JournalFormat.NoHash, State, default);
        CheckpointContent read = (await CheckpointFile.ReadAsync(text.Store, RunId, default))!;
        Assert.Equal((7, JournalFormat.NoHash), (read.Sequence, read.Hash));
        Assert.Equal(State, read.State.ToArray());
    }

    [Fact]
    public async Task Read_OfATornOrChangedFile_IsNull()
    {
        JournalText text = new();
        await CheckpointFile.WriteAsync(text.Store, RunId, 7, JournalFormat.NoHash, State, default);
        byte[] whole = (await text.Store.ReadAsync(Name, 0, default))!.Bytes.ToArray();
        for (int length = 0; length < whole.Length - 1; length++)
            Assert.Null(await ReadAsync(text, whole.AsMemory(0, length)));
        byte[] changed = [.. whole];
        changed[changed.AsSpan().IndexOf("succeeded"u8)] ^= 1;
        Assert.Null(await ReadAsync(text, changed));
        Assert.Null(await ReadAsync(text, "null"u8.ToArray()));
        Assert.Null(await ReadAsync(text, "[1]"u8.ToArray()));
        Assert.NotNull(await ReadAsync(text, whole));
    }

    [Fact]
    public async Task Read_OfAnotherRunsFile_IsNull()
    {
        JournalText text = new();
        await CheckpointFile.WriteAsync(text.Store, "20260101-120000-wxyz", 7, JournalFormat.NoHash, State, default);
        StoreContent other = (await text.Store.ReadAsync(StateLayout.Run("20260101-120000-wxyz", "checkpoint.json"), 0, default))!;
        Assert.Null(await ReadAsync(text, other.Bytes));
    }

    [Fact]
    public async Task Journal_AfterACheckpointOfItsOwn_GivesOnlyTheRest()
    {
        JournalText text = await JournalText.WriteAsync(["one", "two"], [], ["three"]);
        string hash = JournalFormat.Hash(Encoding.UTF8.GetBytes((await text.LinesAsync(1))[2]));
        JournalSnapshot rest = await JournalReader.ReadAsync(text.Store, RunId, new CheckpointContent(2, hash, State), default);
        Assert.Equal(2, rest.After);
        Assert.Equal([new Warned("three")], rest.Entries.Select(e => e.Event));
    }

    [Fact]
    public async Task Journal_AfterACheckpointOfAnotherHistory_GivesAll()
    {
        JournalText text = await JournalText.WriteAsync(["one", "two"], ["three"]);
        foreach (long sequence in new[] { 0L, 2, 3, 9 })
        {
            JournalSnapshot all = await JournalReader.ReadAsync(text.Store, RunId, new CheckpointContent(sequence, new string('1', 64), State), default);
            Assert.Equal((0, 3), (all.After, all.Entries.Count));
        }
    }

    private static async Task<CheckpointContent?> ReadAsync(JournalText text, ReadOnlyMemory<byte> bytes)
    {
        await text.Store.ReplaceAsync(Name, bytes, StoreVersion.Any, Durability.Written, default);
        return await CheckpointFile.ReadAsync(text.Store, RunId, default);
    }
}
