using System.Globalization;
using BatchWorkflow.Engine.Storing;
using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Sqlite;

/// <summary>A stream's row.</summary>
/// <param name="Id">The key of its pieces.</param>
/// <param name="Version">Counts up over all streams, so that no version is ever given twice.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record StoredStream(long Id, long Version, long Length);

/// <summary>A connection with its statements, for one thread at a time.</summary>
internal sealed class RkvsSession(SqliteConnection connection) : IDisposable
{
    private const int Busy = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);
    private Durability? durability;

    /// <summary>A stream's bytes from an offset on; null when it is not there.</summary>
    public StoreContent? Read(string name, long offset)
    {
        using SqliteDataReader rows = Command(
            """
            SELECT s.version, s.length, p.start, p.bytes FROM streams s
            LEFT JOIN pieces p ON p.stream = s.id AND s.length > $offset
                AND p.start >= (SELECT max(q.start) FROM pieces q WHERE q.stream = s.id AND q.start <= $offset)
            WHERE s.name = $name ORDER BY p.start
            """, ("$name", name), ("$offset", offset)).ExecuteReader();
        StreamPieces? pieces = null;
        StoreVersion version = default;
        while (rows.Read())
        {
            pieces ??= new StreamPieces(rows.GetInt64(1), offset);
            version = new StoreVersion(rows.GetInt64(0).ToString(CultureInfo.InvariantCulture));
            if (!rows.IsDBNull(2))
                pieces.Add(rows.GetInt64(2), rows.GetFieldValue<byte[]>(3));
        }
        return pieces is null ? null : new StoreContent(pieces.Join(), version);
    }

    /// <summary>The names between two, in descending order.</summary>
    public List<string> List(string from, string before, int most)
    {
        using SqliteDataReader rows = Command(
            "SELECT name FROM streams WHERE name >= $from AND name < $before ORDER BY name DESC LIMIT $most",
            ("$from", from), ("$before", before), ("$most", most)).ExecuteReader();
        List<string> names = [];
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names;
    }

    /// <summary>Begins a transaction that no other writer overlaps; waits up to half a minute for those before it.</summary>
    public void Begin(Durability wanted, CancellationToken cancellationToken)
    {
        if (durability != wanted)
        {
            // FULL flushes the log at each commit; NORMAL leaves that to later.
            Run(wanted == Durability.Flushed ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            durability = wanted;
        }
        Wait("BEGIN IMMEDIATE", cancellationToken);
    }

    /// <summary>Does something for which the file must be free.</summary>
    public void Wait(string statement, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Run(statement);
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy && TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                // Another process writes; what it does takes real time.
            }
        }
    }

    /// <summary>Ends the transaction; all that it did is there now.</summary>
    public void Commit() => Run("COMMIT");

    /// <summary>A stream's row, or null.</summary>
    public StoredStream? Find(string name)
    {
        using SqliteDataReader rows = Command("SELECT id, version, length FROM streams WHERE name = $name", ("$name", name)).ExecuteReader();
        return rows.Read() ? new StoredStream(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)) : null;
    }

    /// <summary>Adds bytes to a stream, which is made when it is not there; gives its new version.</summary>
    public long Append(string name, StoredStream? found, ReadOnlyMemory<byte> bytes)
    {
        long version = Next();
        long length = (found?.Length ?? 0) + bytes.Length;
        long id = found?.Id ?? Number("INSERT INTO streams (name, version, length) VALUES ($name, 0, 0) RETURNING id", ("$name", name));
        Run("UPDATE streams SET version = $version, length = $length WHERE id = $id", ("$version", version), ("$length", length), ("$id", id));
        if (!bytes.IsEmpty)
            Run("INSERT INTO pieces (stream, start, bytes) VALUES ($id, $start, $bytes)", ("$id", id), ("$start", found?.Length ?? 0), ("$bytes", bytes.ToArray()));
        return version;
    }

    /// <summary>Removes a stream's bytes.</summary>
    public void Empty(StoredStream found) => Run("DELETE FROM pieces WHERE stream = $id", ("$id", found.Id));

    /// <summary>Removes a stream.</summary>
    public void Delete(StoredStream found)
    {
        Empty(found);
        Run("DELETE FROM streams WHERE id = $id", ("$id", found.Id));
        Next();
    }

    /// <summary>Writes something, so that the commit flushes all that was committed before.</summary>
    public void Touch() => Run("UPDATE meta SET flushes = flushes + 1");

    /// <summary>A number that a statement gives.</summary>
    public long Number(string statement, params ReadOnlySpan<(string Name, object Value)> values) =>
        Convert.ToInt64(Command(statement, values).ExecuteScalar(), CultureInfo.InvariantCulture);

    /// <summary>Carries out a statement.</summary>
    public void Run(string statement, params ReadOnlySpan<(string Name, object Value)> values) => Command(statement, values).ExecuteNonQuery();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (SqliteCommand command in commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private long Next() => Number("UPDATE meta SET version = version + 1 RETURNING version");

    /// <summary>The statement, prepared once.</summary>
    private SqliteCommand Command(string statement, params ReadOnlySpan<(string Name, object Value)> values)
    {
        if (!commands.TryGetValue(statement, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
            command.CommandText = statement;
#pragma warning restore CA2100
            commands.Add(statement, command);
        }
        command.Parameters.Clear();
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
