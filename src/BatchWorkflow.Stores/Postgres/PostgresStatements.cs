using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>
/// The statements of the store. Those that write give a row for each stream that they changed, and set how far the commit is flushed:
/// off survives the death of every client, on the loss of power.
/// </summary>
internal sealed class PostgresStatements(string schema)
{
    private const string Sync = "set_config('synchronous_commit', @sync, true), " + Patience;

    /// <summary>A process that is stopped in the middle of a write keeps others from its stream for so long; then the server undoes what it began.</summary>
    private const string Patience = "set_config('idle_in_transaction_session_timeout', '5s', true)";

    private readonly string streams = $"\"{schema}\".streams";
    private readonly string pieces = $"\"{schema}\".pieces";

    /// <summary>Adds bytes to a stream of that version.</summary>
    public string AppendTo => Adding($"name = @name AND version = @seen");

    /// <summary>Adds bytes to a stream, whatever its version.</summary>
    public string Append => Adding("name = @name");

    /// <summary>Makes a stream that is not there.</summary>
    public string Create =>
        $"""
        WITH s AS (INSERT INTO {streams} (name, version, length) VALUES (@name, @mine, length(@bytes)) ON CONFLICT (name) DO NOTHING RETURNING id),
        p AS (INSERT INTO {pieces} (stream, start, version, bytes) SELECT id, 0, @mine, @bytes FROM s WHERE length(@bytes) > 0)
        SELECT {Sync} FROM s
        """;

    /// <summary>The key of a stream of that version, or of any; nobody else changes it before the transaction ends.</summary>
    public string Lock => $"SELECT id, {Patience} FROM {streams} WHERE name = @name AND (@any OR version = @seen) FOR UPDATE";

    /// <summary>Removes a stream's bytes.</summary>
    public string Empty => $"DELETE FROM {pieces} WHERE stream = @id";

    /// <summary>Gives an emptied stream new bytes.</summary>
    public string Refill =>
        $"""
        WITH s AS (UPDATE {streams} SET version = @mine, length = length(@bytes) WHERE id = @id RETURNING id),
        p AS (INSERT INTO {pieces} (stream, start, version, bytes) SELECT id, 0, @mine, @bytes FROM s WHERE length(@bytes) > 0)
        SELECT {Sync} FROM s
        """;

    /// <summary>Removes an emptied stream.</summary>
    public string Delete => $"WITH s AS (DELETE FROM {streams} WHERE id = @id RETURNING id) SELECT {Sync} FROM s";

    /// <summary>Finds a stream.</summary>
    public string Find => $"SELECT 1 FROM {streams} WHERE name = @name";

    /// <summary>Finds what a write has made: its version, or the bytes that it has added.</summary>
    public string FindOwn =>
        $"""
        SELECT 1 FROM {streams} s WHERE s.name = @name
        AND (s.version = @mine OR EXISTS (SELECT 1 FROM {pieces} p WHERE p.stream = s.id AND p.version = @mine))
        """;

    /// <summary>The versions, lengths and pieces of streams, each from an offset on.</summary>
    public NpgsqlCommand Read(NpgsqlConnection connection) => Make(
        connection,
        $"""
        SELECT w.number, s.version, s.length, p.start, p.bytes
        FROM unnest(@names, @offsets) WITH ORDINALITY AS w(name, begin, number)
        JOIN {streams} s ON s.name = w.name COLLATE "C"
        LEFT JOIN LATERAL (
            SELECT q.start, q.bytes FROM {pieces} q WHERE q.stream = s.id AND s.length > w.begin
            AND q.start >= (SELECT max(r.start) FROM {pieces} r WHERE r.stream = s.id AND r.start <= w.begin)) p ON true
        ORDER BY w.number, p.start
        """);

    /// <summary>The names between two, in descending order.</summary>
    public NpgsqlCommand List(NpgsqlConnection connection, string from, string before, int most) => Make(
        connection,
        $"SELECT name FROM {streams} WHERE name >= @from AND name < @before ORDER BY name DESC LIMIT @most",
        ("from", from), ("before", before), ("most", most));

    /// <summary>A stream's version; with <see cref="Durability.Flushed"/> the commit brings all that was committed before to the disk.</summary>
    public NpgsqlCommand Flush(NpgsqlConnection connection, string name, Durability durability) => Make(
        connection,
        durability == Durability.Flushed
            ? $"SELECT version, pg_logical_emit_message(true, 'batchworkflow', ''), set_config('synchronous_commit', 'on', true) FROM {streams} WHERE name = @name"
            : $"SELECT version FROM {streams} WHERE name = @name",
        ("name", name));

    private static NpgsqlCommand Make(NpgsqlConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
#pragma warning disable CA2100 // The text is made of constants and the schema's checked name.
        NpgsqlCommand command = new(text, connection);
#pragma warning restore CA2100
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private string Adding(string where) =>
        $"""
        WITH s AS (UPDATE {streams} SET version = @mine, length = length + length(@bytes) WHERE {where} RETURNING id, length - length(@bytes) AS start),
        p AS (INSERT INTO {pieces} (stream, start, version, bytes) SELECT id, start, @mine, @bytes FROM s)
        SELECT {Sync} FROM s
        """;
}
