using System.Threading.Channels;
using BatchWorkflow.Engine.Storing;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Tests.Storing;

/// <summary>The real disk, whose flushes are counted and which can be full or fail.</summary>
internal sealed class CountedDisk : Disk
{
    private readonly Channel<bool> flushed = Channel.CreateUnbounded<bool>();
    private int fileFlushes;

    public int FileFlushes => Volatile.Read(ref fileFlushes);

    public List<string> FolderFlushes { get; } = [];

    public bool FailFlushes { get; set; }

    public Action? OnFlush { get; set; }

    public Action? OnFolderFlush { get; set; }

    /// <summary>How many bytes of each write it takes before it is full; null takes all.</summary>
    public int? FullAfter { get; set; }

    public async Task UntilFlushedAsync(int count)
    {
        while (FileFlushes < count)
            await flushed.Reader.ReadAsync();
    }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (FullAfter is { } most && bytes.Length > most)
        {
            base.Write(file, bytes[..most], offset);
            throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
        }
        base.Write(file, bytes, offset);
    }

    public override void FlushFile(SafeFileHandle file)
    {
        OnFlush?.Invoke();
        base.FlushFile(file);
        Interlocked.Increment(ref fileFlushes);
        flushed.Writer.TryWrite(true);
        if (FailFlushes)
            throw new IOException("Input/output error", 5);
    }

    public override void FlushFolder(string path)
    {
        OnFolderFlush?.Invoke();
        base.FlushFolder(path);
        lock (FolderFlushes)
            FolderFlushes.Add(path);
    }
}
