using Npgsql;
using NpgsqlTypes;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>One write of one stream, in a transaction. Once it was sent it is not cancelled: whether it was done must be known.</summary>
/// <param name="connection">The connection.</param>
/// <param name="name">The stream.</param>
/// <param name="mine">The version that the write makes.</param>
/// <param name="isRepeated">True when it was sent before and its answer was lost.</param>
/// <param name="durability">What it must survive.</param>
internal sealed class PostgresWrite(NpgsqlConnection connection, string name, Guid mine, bool isRepeated, Durability durability) : IAsyncDisposable
{
    private NpgsqlTransaction? transaction;

    /// <summary>True when it was sent before and its answer was lost.</summary>
    public bool IsRepeated => isRepeated;

    /// <summary>Carries out a statement and gives the number of rows that it tells of.</summary>
    public async Task<int> RunAsync(string statement, params (string Name, object Value)[] values)
    {
        await using NpgsqlCommand command = await CommandAsync(statement, values);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(CancellationToken.None);
        int count = 0;
        while (await rows.ReadAsync(CancellationToken.None))
            count++;
        return count;
    }

    /// <summary>Keeps others from the stream until the end; its key, or null when it does not have that version.</summary>
    public async Task<long?> LockAsync(string statement, StoreVersion seen)
    {
        bool any = seen == StoreVersion.Any;
        if (!Guid.TryParseExact(seen.Value, "N", out Guid version) && !any)
            return null;
        await using NpgsqlCommand command = await CommandAsync(statement, [("any", any), ("seen", version)]);
        return await command.ExecuteScalarAsync(CancellationToken.None) as long?;
    }

    /// <summary>True when a statement finds the stream.</summary>
    public async Task<bool> IsThereAsync(string statement) => await RunAsync(statement) > 0;

    /// <summary>Ends it; what it did is there now.</summary>
    public Task CommitAsync() => transaction?.CommitAsync(CancellationToken.None) ?? Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => transaction?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<NpgsqlCommand> CommandAsync(string statement, (string Name, object Value)[] values)
    {
        transaction ??= await connection.BeginTransactionAsync(CancellationToken.None);
#pragma warning disable CA2100 // Statements are made of constants and the schema's checked name.
        NpgsqlCommand command = new(statement, connection, transaction);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("mine", mine);
        command.Parameters.AddWithValue("sync", durability == Durability.Flushed ? "on" : "off");
        foreach ((string parameter, object value) in values)
        {
            if (value is ReadOnlyMemory<byte> bytes)
                command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>(parameter, NpgsqlDbType.Bytea) { TypedValue = bytes });
            else
                command.Parameters.AddWithValue(parameter, value);
        }
        return command;
    }
}
