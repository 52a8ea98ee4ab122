using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>
/// Streams as files of one folder, for several processes at once. Writers of a stream wait for each other by a lock that the kernel ties to
/// their process; readers never wait: a replacement is a rename, an append only adds.
/// </summary>
internal sealed class FileStore : Store
{
    /// <summary>What a replacement is written as before it is renamed: no stream's name can end so, and the next one overwrites what a crash left.</summary>
    private const string Unfinished = "~";

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly Disk disk;
    private readonly StreamLocks locks;
    private readonly FlushedEntries entries;

    /// <summary>A store in a folder, which is made by the first write.</summary>
    public FileStore(string folder, TimeProvider time)
        : this(folder, time, Disk.Real)
    {
    }

    /// <summary>A store whose writes go through a disk of the caller's.</summary>
    internal FileStore(string folder, TimeProvider time, Disk disk)
    {
        this.folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        this.time = time;
        this.disk = disk;
        locks = new StreamLocks(Path.Combine(this.folder, ".locks"), disk);
        entries = new FlushedEntries(this.folder, disk);
    }

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        string path = PathOf(name);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            FileStamp stamp = FileStamp.Of(file);
            byte[] bytes = new byte[Math.Max(0, stamp.Length - offset)];
            int read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), offset + read) is > 0 and var more)
                read += more;
            return new(new StoreContent(bytes.AsMemory(0, read), stamp.Version));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !File.Exists(folder))
        {
            return new((StoreContent?)null);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unreadable(path, e);
        }
    }

    /// <inheritdoc />
    public override async ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        try
        {
            bool created;
            FileStamp after;
            SafeFileHandle file;
            using (await locks.EnterAsync(name, cancellationToken))
            {
                FileStamp? before = Expect(name, path, seen);
                created = before is null;
                if (created && bytes.IsEmpty && seen == StoreVersion.Any)
                    return StoreVersion.Absent;
                file = Open(path, created);
                after = Append(file, path, bytes.Span, before);
            }
            using (file)
            {
                if (durability == Durability.Flushed)
                    await FlushAsync(file, path, created);
            }
            return after.Version;
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    /// <inheritdoc />
    public override async ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        try
        {
            using StreamLock.Held held = await locks.EnterAsync(name, cancellationToken);
            FileStamp? before = Expect(name, path, seen);
            FileStamp after;
            using (SafeFileHandle file = Open(path + Unfinished, create: true))
            {
                after = Overwrite(file, path + Unfinished, bytes.Span, before);
                if (durability == Durability.Flushed)
                    await Task.Run(() => disk.FlushFile(file), CancellationToken.None);
            }
            disk.Rename(path + Unfinished, path);
            if (durability == Durability.Flushed)
                await Task.Run(() => entries.Flush(path, isNew: true), CancellationToken.None);
            return after.Version;
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        StoreNames.CheckPrefix(prefix);
        return new StreamWalk(folder, prefix, cancellationToken).Names().ToAsyncEnumerable();
    }

    /// <inheritdoc />
    public override async ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        try
        {
            using StreamLock.Held held = await locks.EnterAsync(name, cancellationToken);
            if (Expect(name, path, seen) is null)
                return;
            File.Delete(path);
            File.Delete(path + Unfinished);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        locks.Dispose();
        return base.DisposeAsync();
    }

    private static FileStamp? Expect(string name, string path, StoreVersion seen)
    {
        FileStamp? found = FileStamp.Of(path);
        if (seen != StoreVersion.Any && seen != (found?.Version ?? StoreVersion.Absent))
            throw new StoreConflictException(name);
        return found;
    }

    private string PathOf(string name)
    {
        StoreNames.Check(name);
        if (StateLayout.IsForeign(name))
            throw new ArgumentException($"'{name}' cannot name a stream: other processes write files there.", nameof(name));
        return Path.Combine(folder, name);
    }

    private SafeFileHandle Open(string path, bool create)
    {
        string parent = Path.GetDirectoryName(path)!;
        if (create && !Directory.Exists(parent))
            disk.CreateFolder(parent);
        return disk.Open(path, create);
    }

    /// <summary>Adds bytes; when the disk takes only some of them, none stay.</summary>
    private FileStamp Append(SafeFileHandle file, string path, ReadOnlySpan<byte> bytes, FileStamp? before)
    {
        if (bytes.IsEmpty && before is { } unchanged)
            return unchanged;
        try
        {
            disk.Write(file, bytes, before?.Length ?? 0);
            return FileStamp.Set(file, before, time);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            if (before is { } stamp)
            {
                RandomAccess.SetLength(file, stamp.Length);
                File.SetLastWriteTimeUtc(file, new DateTime(stamp.Changed, DateTimeKind.Utc));
            }
            else
            {
                File.Delete(path);
            }
            file.Dispose();
            throw;
        }
    }

    private FileStamp Overwrite(SafeFileHandle file, string path, ReadOnlySpan<byte> bytes, FileStamp? before)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            disk.Write(file, bytes, 0);
            return FileStamp.Set(file, before, time);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task FlushAsync(SafeFileHandle file, string path, bool created) =>
        await Task.Run(
            () =>
            {
                disk.FlushFile(file);
                entries.Flush(path, created);
            },
            CancellationToken.None);
}
