using System.Text;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class FileStoreTests : IAsyncDisposable
{
    private const string Name = "runs/r/lease.json";
    private readonly TemporaryFolder folder = new();
    private readonly CountedDisk disk = new();
    private readonly string state;
    private readonly FileStore store;

    public FileStoreTests()
    {
        state = folder["state"];
        store = new FileStore(state, TimeProvider.System, disk);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Files_OfTheState_AreTheirOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }
        await store.AppendAsync("runs/r/journal.1.jsonl", "x"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        await store.ReplaceAsync(Name, "x"u8.ToArray(), StoreVersion.Absent, Durability.Written, default);
        foreach (string file in Directory.EnumerateFiles(state, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (string path in Directory.EnumerateDirectories(state, "*", SearchOption.AllDirectories).Append(state))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Append_Flushed_FlushesTheFileAndOnceItsName()
    {
        StoreVersion seen = await AppendAsync("one", StoreVersion.Absent, Durability.Written);
        Assert.Equal(0, disk.FileFlushes);
        Assert.Empty(disk.FolderFlushes);
        seen = await AppendAsync("two", seen, Durability.Flushed);
        Assert.Equal(1, disk.FileFlushes);
        Assert.Equal([Path.Combine(state, "runs", "r"), Path.Combine(state, "runs"), state], disk.FolderFlushes);
        await AppendAsync("three", seen, Durability.Flushed);
        Assert.Equal(2, disk.FileFlushes);
        Assert.Equal(3, disk.FolderFlushes.Count);
    }

    [Fact]
    public async Task Replace_Flushed_FlushesTheNewFileBeforeAndItsFolderAfterTheRename()
    {
        StoreVersion seen = await ReplaceAsync("one", StoreVersion.Absent, Durability.Flushed);
        int folders = disk.FolderFlushes.Count;
        disk.OnFlush = () => Assert.Equal("one", File.ReadAllText(Path.Combine(state, Name)));
        disk.OnFolderFlush = () => Assert.Equal("two", File.ReadAllText(Path.Combine(state, Name)));
        await ReplaceAsync("two", seen, Durability.Flushed);
        Assert.Equal((2, folders + 1), (disk.FileFlushes, disk.FolderFlushes.Count));
    }

    [Fact]
    public async Task Leftovers_OfAKilledWriter_AreIgnoredAndCleaned()
    {
        StoreVersion seen = await ReplaceAsync("old", StoreVersion.Absent, Durability.Written);
        string leftover = Path.Combine(state, Name + "~");
        await File.WriteAllTextAsync(leftover, "half of something that is longer than what comes next");
        Assert.Equal([Name], await store.ListAsync("", default).ToListAsync());
        await AssertContentAsync("old");
        seen = await ReplaceAsync("new", seen, Durability.Written);
        await AssertContentAsync("new");
        Assert.False(File.Exists(leftover));
        await File.WriteAllTextAsync(leftover, "half");
        await store.DeleteAsync(Name, seen, default);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task Write_OnAFullDisk_LeavesTheOldAndItsVersion()
    {
        StoreVersion seen = await ReplaceAsync("old", StoreVersion.Absent, Durability.Written);
        disk.FullAfter = 3;
        foreach (Func<Task> write in new Func<Task>[]
        {
            () => ReplaceAsync("a text that does not fit", seen, Durability.Flushed),
            () => AppendAsync("a text that does not fit", seen, Durability.Flushed),
        })
        {
            BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(write);
            Assert.Equal("State.Unwritable", told.ErrorId);
            Assert.Equal($"'{Path.Combine(state, Name)}' cannot be written: the disk is full.", told.Message);
            Assert.Equal("Free some space, then resume the run.", told.RecommendedAction);
        }
        await AssertContentAsync("old");
        disk.FullAfter = null;
        await AppendAsync(" and new", seen, Durability.Written);
        await AssertContentAsync("old and new");
    }

    [Fact]
    public async Task Append_ThatMadeItsFileOnAFullDisk_LeavesNone()
    {
        disk.FullAfter = 3;
        await Assert.ThrowsAsync<BatchWorkflowException>(() => AppendAsync("does not fit", StoreVersion.Absent, Durability.Written));
        Assert.Null(await store.ReadAsync(Name, 0, default));
    }

    [Fact]
    public async Task State_ThatIsAFile_IsSaidSo()
    {
        await File.WriteAllTextAsync(state, "not a folder");
        BatchWorkflowException write = await Assert.ThrowsAsync<BatchWorkflowException>(() => ReplaceAsync("x", StoreVersion.Absent, Durability.Written));
        Assert.Equal("State.Unwritable", write.ErrorId);
        Assert.EndsWith($"cannot be written: '{state}' is a file where a folder is needed.", write.Message, StringComparison.Ordinal);
        BatchWorkflowException read = await Assert.ThrowsAsync<BatchWorkflowException>(() => store.ReadAsync(Name, 0, default).AsTask());
        Assert.Equal("State.Unreadable", read.ErrorId);
        BatchWorkflowException list = await Assert.ThrowsAsync<BatchWorkflowException>(async () => await store.ListAsync("runs/", default).ToListAsync());
        Assert.Contains($"'{state}' is a file where a folder is needed", list.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatIsAFile_IsNamed()
    {
        Directory.CreateDirectory(state);
        string runs = Path.Combine(state, "runs");
        await File.WriteAllTextAsync(runs, "not a folder");
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => ReplaceAsync("x", StoreVersion.Absent, Durability.Written));
        Assert.EndsWith($"cannot be written: '{runs}' is a file where a folder is needed.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatIsAFolder_IsNamed()
    {
        Directory.CreateDirectory(Path.Combine(state, Name));
        BatchWorkflowException write = await Assert.ThrowsAsync<BatchWorkflowException>(() => ReplaceAsync("x", StoreVersion.Absent, Durability.Written));
        Assert.EndsWith("it is a folder where a file is needed.", write.Message, StringComparison.Ordinal);
        BatchWorkflowException read = await Assert.ThrowsAsync<BatchWorkflowException>(() => store.ReadAsync(Name, 0, default).AsTask());
        Assert.EndsWith("it is a folder where a file is needed.", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatIsReadOnly_IsSaidSo()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Windows has no modes, and the administrator may write everywhere.");
            return;
        }
        await ReplaceAsync("x", StoreVersion.Absent, Durability.Written);
        string run = Path.Combine(state, "runs", "r");
        File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => ReplaceAsync("y", StoreVersion.Any, Durability.Written));
        File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.EndsWith($"cannot be written: {Environment.UserName} may not.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfRuns_DoesNotGoThroughWhatScriptsWrote()
    {
        await ReplaceAsync("x", StoreVersion.Absent, Durability.Written);
        foreach (string foreign in new[] { "runs/r/attempts/1/stdout", "runs/r/taskservs/os/create.sh", "servers/wuji/web-1/etc/hosts" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(state, foreign))!);
            await File.WriteAllTextAsync(Path.Combine(state, foreign), "x");
            await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(foreign, 0, default).AsTask());
        }
        Assert.Equal([Name], await store.ListAsync("", default).ToListAsync());
    }

    [Fact]
    public async Task Store_WhoseFolderWasRemovedMeanwhile_BeginsAnew()
    {
        await ReplaceAsync("x", StoreVersion.Absent, Durability.Flushed);
        Directory.Delete(state, recursive: true);
        Assert.Null(await store.ReadAsync(Name, 0, default));
        await ReplaceAsync("y", StoreVersion.Absent, Durability.Flushed);
        await AssertContentAsync("y");
    }

    private Task<StoreVersion> AppendAsync(string text, StoreVersion seen, Durability durability) =>
        store.AppendAsync(Name, Encoding.UTF8.GetBytes(text), seen, durability, default).AsTask();

    private Task<StoreVersion> ReplaceAsync(string text, StoreVersion seen, Durability durability) =>
        store.ReplaceAsync(Name, Encoding.UTF8.GetBytes(text), seen, durability, default).AsTask();

    private async Task AssertContentAsync(string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString((await store.ReadAsync(Name, 0, default))!.Bytes.Span));
}
