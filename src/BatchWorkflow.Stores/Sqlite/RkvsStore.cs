using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Storing;
using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Sqlite;

/// <summary>
/// Streams in one SQLite file, for several processes at once. Each write compares the version that was seen and changes the stream in one
/// transaction; readers see the last one that was committed and never wait.
/// </summary>
/// <param name="path">The file, which is made by the first write.</param>
internal sealed class RkvsStore(string path) : Store
{
    private const int Page = 512;
    private readonly RkvsFile file = new(path);
    private readonly ConcurrentBag<RkvsSession> readers = [];
    private readonly SemaphoreSlim turn = new(1);
    private RkvsSession? writer;

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        StoreNames.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read<StoreContent?>(session => session.Read(name, offset), null));
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        WriteAsync(name, seen, durability, (session, found) =>
        {
            if (bytes.IsEmpty && (found is not null || seen == StoreVersion.Any))
            {
                if (found is not null && durability == Durability.Flushed)
                    session.Touch();
                return found is null ? StoreVersion.Absent : Version(found.Version);
            }
            return Version(session.Append(name, found, bytes));
        }, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        WriteAsync(name, seen, durability, (session, found) =>
        {
            if (found is not null)
                session.Empty(found);
            return Version(session.Append(name, found is null ? null : found with { Length = 0 }, bytes));
        }, cancellationToken);

    /// <inheritdoc />
    public override async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreNames.CheckPrefix(prefix);
        string before = prefix + '~';
        List<string> names;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            names = Read(session => session.List(prefix, before, Page), []);
            if (names.Find(static name => !StoreNames.IsName(name)) is { } other)
                throw RkvsErrors.Damaged(path, new InvalidDataException($"'{other}' names a stream"));
            foreach (string name in names)
                yield return before = name;
            await Task.CompletedTask;
        }
        while (names.Count == Page);
    }

    /// <inheritdoc />
    public override async ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) =>
        await WriteAsync(name, seen, Durability.Written, (session, found) =>
        {
            if (found is not null)
                session.Delete(found);
            return StoreVersion.Absent;
        }, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        foreach (RkvsSession reader in readers)
            reader.Dispose();
        writer?.Dispose();
        turn.Dispose();
        await base.DisposeAsync();
    }

    private static StoreVersion Version(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    private T Read<T>(Func<RkvsSession, T> read, T ifAbsent)
    {
        RkvsSession? session = null;
        try
        {
            if (!readers.TryTake(out session) && (session = file.OpenToRead()) is null)
                return ifAbsent;
            T result = read(session);
            readers.Add(session);
            return result;
        }
        catch (SqliteException e)
        {
            session?.Dispose();
            throw RkvsErrors.Unreadable(path, e);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidCastException)
        {
            session?.Dispose();
            throw RkvsErrors.Damaged(path, e);
        }
    }

    private async ValueTask<StoreVersion> WriteAsync(
        string name, StoreVersion seen, Durability durability, Func<RkvsSession, StoredStream?, StoreVersion> change, CancellationToken cancellationToken)
    {
        StoreNames.Check(name);
        await turn.WaitAsync(cancellationToken);
        try
        {
            // SQLite waits and flushes on the thread that calls it.
            return await Task.Run(() => Write(name, seen, durability, change, cancellationToken), CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    private StoreVersion Write(
        string name, StoreVersion seen, Durability durability, Func<RkvsSession, StoredStream?, StoreVersion> change, CancellationToken cancellationToken)
    {
        try
        {
            writer ??= file.OpenToWrite(cancellationToken);
            writer.Begin(durability, cancellationToken);
            StoredStream? found = writer.Find(name);
            if (seen != StoreVersion.Any && seen != (found is null ? StoreVersion.Absent : Version(found.Version)))
                throw new StoreConflictException(name);
            StoreVersion version = change(writer, found);
            writer.Commit();
            return version;
        }
        catch (Exception e)
        {
            // Closing rolls back, whatever state the connection is in.
            writer?.Dispose();
            writer = null;
            if (e is SqliteException error)
                throw RkvsErrors.Unwritable(path, error);
            throw;
        }
    }
}
