using System.Globalization;
using System.Text;
using Xunit;

namespace BatchWorkflow.TestKit.Contracts;

/// <summary>What every store promises. A store's test class gives <see cref="Open"/> and inherits the rest.</summary>
public abstract class StoreContract
{
    private const string Name = "runs/20260101-120000-abcd/lease.json";

    /// <summary>Opens one more store over the data of this test, as another process would; the first finds none.</summary>
    protected abstract Store Open();

    [Fact]
    public async Task Read_OfNothing_IsNull()
    {
        await using Store store = Open();
        Assert.Null(await store.ReadAsync(Name, 0, default));
    }

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Flushed)]
    public async Task Append_ToAbsent_MakesTheStream(Durability durability)
    {
        await using Store store = Open();
        StoreVersion version = await store.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, durability, default);
        version = await store.AppendAsync(Name, Bytes("two"), version, durability, default);
        await AssertContent(store, "onetwo", version);
    }

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Flushed)]
    public async Task Replace_OfWhatWasSeen_LeavesOnlyTheNew(Durability durability)
    {
        await using Store store = Open();
        StoreVersion version = await store.ReplaceAsync(Name, Bytes("a long first text"), StoreVersion.Absent, durability, default);
        version = await store.ReplaceAsync(Name, Bytes("short"), version, durability, default);
        await AssertContent(store, "short", version);
    }

    [Fact]
    public async Task Read_FromAnOffset_GivesTheRest()
    {
        await using Store store = Open();
        StoreVersion version = await store.AppendAsync(Name, Bytes("0123456789"), StoreVersion.Absent, Durability.Written, default);
        StoreContent? rest = await store.ReadAsync(Name, 7, default);
        StoreContent? beyond = await store.ReadAsync(Name, 11, default);
        Assert.Equal("789", Text(rest));
        Assert.Equal(version, rest!.Version);
        Assert.Equal("", Text(beyond));
    }

    [Fact]
    public async Task Write_OfWhatIsNotSeen_ConflictsAndChangesNothing()
    {
        await using Store store = Open();
        StoreVersion old = await store.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        StoreVersion now = await store.AppendAsync(Name, Bytes("two"), old, Durability.Written, default);
        foreach (StoreVersion wrong in new[] { old, StoreVersion.Absent, new StoreVersion("nonsense") })
        {
            await AssertConflict(() => store.AppendAsync(Name, Bytes("x"), wrong, Durability.Written, default).AsTask());
            await AssertConflict(() => store.AppendAsync(Name, default, wrong, Durability.Flushed, default).AsTask());
            await AssertConflict(() => store.ReplaceAsync(Name, Bytes("x"), wrong, Durability.Written, default).AsTask());
            await AssertConflict(() => store.DeleteAsync(Name, wrong, default).AsTask());
        }
        await AssertContent(store, "onetwo", now);
    }

    [Fact]
    public async Task Write_OfAVersionThatIsGone_Conflicts()
    {
        await using Store store = Open();
        StoreVersion seen = await store.ReplaceAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        await store.DeleteAsync(Name, seen, default);
        await AssertConflict(() => store.AppendAsync(Name, Bytes("x"), seen, Durability.Written, default).AsTask());
        await AssertConflict(() => store.ReplaceAsync(Name, Bytes("x"), seen, Durability.Written, default).AsTask());
        await AssertConflict(() => store.DeleteAsync(Name, seen, default).AsTask());
        Assert.Null(await store.ReadAsync(Name, 0, default));
    }

    [Fact]
    public async Task Version_OfTheSameBytesWrittenAgain_IsAnother()
    {
        await using Store store = Open();
        HashSet<StoreVersion> versions = [];
        StoreVersion seen = StoreVersion.Absent;
        for (int i = 0; i < 20; i++)
        {
            seen = await store.ReplaceAsync(Name, Bytes("same"), seen, Durability.Written, default);
            Assert.True(versions.Add(seen));
            await store.DeleteAsync(Name, seen, default);
            seen = await store.AppendAsync(Name, Bytes("same"), StoreVersion.Absent, Durability.Written, default);
            Assert.True(versions.Add(seen));
        }
    }

    [Fact]
    public async Task Any_WithWhateverIsThere_Writes()
    {
        await using Store store = Open();
        await store.AppendAsync(Name, Bytes("one"), StoreVersion.Any, Durability.Written, default);
        await store.AppendAsync(Name, Bytes("two"), StoreVersion.Any, Durability.Written, default);
        Assert.Equal("onetwo", Text(await store.ReadAsync(Name, 0, default)));
        await store.ReplaceAsync(Name, Bytes("three"), StoreVersion.Any, Durability.Written, default);
        Assert.Equal("three", Text(await store.ReadAsync(Name, 0, default)));
        await store.DeleteAsync(Name, StoreVersion.Any, default);
        await store.DeleteAsync(Name, StoreVersion.Any, default);
        Assert.Null(await store.ReadAsync(Name, 0, default));
    }

    [Fact]
    public async Task Append_OfNothing_KeepsBytesAndVersion()
    {
        await using Store store = Open();
        Assert.Equal(StoreVersion.Absent, await store.AppendAsync(Name, default, StoreVersion.Any, Durability.Flushed, default));
        Assert.Null(await store.ReadAsync(Name, 0, default));
        StoreVersion version = await store.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        Assert.Equal(version, await store.AppendAsync(Name, default, StoreVersion.Any, Durability.Flushed, default));
        await AssertContent(store, "one", version);
    }

    [Fact]
    public async Task Write_WhenCancelled_ChangesNothing()
    {
        await using Store store = Open();
        StoreVersion version = await store.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.AppendAsync(Name, Bytes("x"), version, Durability.Flushed, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.ReplaceAsync(Name, Bytes("x"), version, Durability.Flushed, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.DeleteAsync(Name, version, cancelled).AsTask());
        await AssertContent(store, "one", version);
    }

    [Fact]
    public async Task List_OfAPrefix_IsInDescendingOrdinalOrder()
    {
        await using Store store = Open();
        string[] names = ["runs/a", "runs/a-b/x", "runs/a.json", "runs/a/x.json", "runs/B/c/d", "runs/b/c", "runs/b/c.json", "runs/b/c/d", "leases/z", "other"];
        string[] files = [.. names.Where(n => !names.Any(other => other.StartsWith(n + "/", StringComparison.Ordinal)))];
        foreach (string name in files)
            await store.AppendAsync(name, Bytes(name), StoreVersion.Absent, Durability.Written, default);
        foreach (string prefix in new[] { "", "runs/", "runs/a", "runs/b/", "runs", "none/", "o" })
        {
            IEnumerable<string> wanted = files.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal);
            Assert.Equal(wanted, await store.ListAsync(prefix, default).ToListAsync());
        }
    }

    [Fact]
    public async Task List_AfterADelete_NamesItNoMore()
    {
        await using Store store = Open();
        StoreVersion version = await store.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        await store.DeleteAsync(Name, version, default);
        Assert.Empty(await store.ListAsync("", default).ToListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("runs/../../up")]
    [InlineData("runs/./x")]
    [InlineData("runs//x")]
    [InlineData("runs/")]
    [InlineData("runs\\x")]
    [InlineData("C:x")]
    [InlineData(".hidden")]
    [InlineData("runs/x~")]
    [InlineData("runs/a b")]
    [InlineData("runs/\u00e4")]
    [InlineData("runs/x\0y")]
    public async Task Name_ThatIsNotSafe_IsRefused(string name)
    {
        await using Store store = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(name, 0, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(name, Bytes("x"), StoreVersion.Any, Durability.Written, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReplaceAsync(name, Bytes("x"), StoreVersion.Any, Durability.Written, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(name, StoreVersion.Any, default).AsTask());
    }

    [Fact]
    public async Task Appends_ByManyAtOnce_LoseNothing()
    {
        await using Store first = Open();
        await using Store second = Open();
        const int Writers = 8;
        const int Each = 50;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            Store store = writer % 2 == 0 ? first : second;
            for (int i = 0; i < Each; i++)
                await store.AppendAsync(Name, Bytes($"{writer} {i}\n"), StoreVersion.Any, Durability.Written, default);
        })));
        string[] lines = Text(await first.ReadAsync(Name, 0, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Writers * Each, lines.Length);
        for (int writer = 0; writer < Writers; writer++)
        {
            string begin = $"{writer} ";
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{begin}{i}"), lines.Where(l => l.StartsWith(begin, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Replaces_ByManyAtOnce_LetOneWinEachVersion()
    {
        await using Store first = Open();
        await using Store second = Open();
        await first.ReplaceAsync(Name, Bytes("0"), StoreVersion.Absent, Durability.Written, default);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            for (int done = 0; done < 25;)
                done += await TryCountUp(writer % 2 == 0 ? first : second) ? 1 : 0;
        })));
        Assert.Equal("150", Text(await second.ReadAsync(Name, 0, default)));
    }

    [Fact]
    public async Task Read_DuringReplaces_SeesTheOldOrTheNew()
    {
        await using Store writing = Open();
        await using Store reading = Open();
        await writing.ReplaceAsync(Name, Whole('a', 10), StoreVersion.Absent, Durability.Written, default);
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
                await writing.ReplaceAsync(Name, Whole((char)('a' + i % 26), 1 + i * 997 % 40_000), StoreVersion.Any, Durability.Written, default);
        });
        int reads = 0;
        do
        {
            StoreContent? content = await reading.ReadAsync(Name, 0, default);
            Assert.NotNull(content);
            Assert.True(content.Bytes.Length > 0 && !content.Bytes.Span.ContainsAnyExcept(content.Bytes.Span[0]), "a mix of two texts was read");
            reads++;
        }
        while (!writer.IsCompleted);
        await writer;
        Assert.True(reads > 1);
    }

    [Fact]
    public async Task Stores_OverTheSameData_SeeEachOther()
    {
        await using Store first = Open();
        await using Store second = Open();
        StoreVersion seen = await first.AppendAsync(Name, Bytes("one"), StoreVersion.Absent, Durability.Written, default);
        await AssertContent(second, "one", seen);
        StoreVersion next = await second.ReplaceAsync(Name, Bytes("two"), seen, Durability.Written, default);
        await AssertConflict(() => first.AppendAsync(Name, Bytes("x"), seen, Durability.Written, default).AsTask());
        StoreVersion last = await first.AppendAsync(Name, Bytes("!"), next, Durability.Written, default);
        await AssertContent(second, "two!", last);
        Assert.Equal([Name], await second.ListAsync("runs/", default).ToListAsync());
    }

    private static async Task<bool> TryCountUp(Store store)
    {
        StoreContent seen = (await store.ReadAsync(Name, 0, default))!;
        string next = (int.Parse(Text(seen), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        try
        {
            await store.ReplaceAsync(Name, Bytes(next), seen.Version, Durability.Written, default);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    private static async Task AssertContent(Store store, string text, StoreVersion version)
    {
        StoreContent? content = await store.ReadAsync(Name, 0, default);
        Assert.Equal(text, Text(content));
        Assert.Equal(version, content!.Version);
    }

    private static async Task AssertConflict(Func<Task> write) =>
        Assert.Equal(Name, (await Assert.ThrowsAsync<StoreConflictException>(write)).StreamName);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Whole(char one, int length) => Bytes(new string(one, length));

    private static string Text(StoreContent? content) => Encoding.UTF8.GetString(Assert.IsType<StoreContent>(content).Bytes.Span);
}
