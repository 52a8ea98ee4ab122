using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Storing;
using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>
/// Streams in a schema of a PostgreSQL database. Each write compares the version that was seen in the transaction that changes the stream;
/// one whose answer was lost with the connection is looked for before it is repeated.
/// </summary>
internal sealed class PostgresStore : Store
{
    private const int Page = 1000;
    private readonly PostgresSession session;
    private readonly PostgresStatements statements;
    private readonly PostgresReads reads;

    /// <summary>A store; nothing is opened before the first use.</summary>
    public PostgresStore(PostgresPlace place)
    {
        session = new PostgresSession(place);
        statements = new PostgresStatements(place.Schema);
        reads = new PostgresReads(session, statements);
    }

    /// <inheritdoc />
    public override async ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        StoreNames.Check(name);
        return await reads.ReadAsync(name, offset, cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty && seen != StoreVersion.Absent)
            return await FlushAsync(name, seen, durability, cancellationToken);
        return await WriteAsync(name, seen, durability, async write =>
        {
            if (Guid.TryParseExact(seen.Value, "N", out Guid version))
                return await write.RunAsync(statements.AppendTo, ("bytes", bytes), ("seen", version)) > 0;
            bool added = seen == StoreVersion.Any && await write.RunAsync(statements.Append, ("bytes", bytes)) > 0;
            return added || (IsWord(seen) && await write.RunAsync(statements.Create, ("bytes", bytes)) > 0);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        WriteAsync(name, seen, durability, async write =>
        {
            if (seen != StoreVersion.Absent && await write.LockAsync(statements.Lock, seen) is { } id)
            {
                await write.RunAsync(statements.Empty, ("id", id));
                return await write.RunAsync(statements.Refill, ("id", id), ("bytes", bytes)) > 0;
            }
            return IsWord(seen) && await write.RunAsync(statements.Create, ("bytes", bytes)) > 0;
        }, cancellationToken);

    /// <inheritdoc />
    public override async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreNames.CheckPrefix(prefix);
        string before = prefix + '~';
        List<string> names;
        do
        {
            names = await ListAsync(prefix, before, cancellationToken);
            foreach (string name in names)
                yield return before = name;
        }
        while (names.Count == Page);
    }

    /// <inheritdoc />
    public override async ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) =>
        await WriteAsync(name, seen, Durability.Written, async write =>
        {
            if (seen == StoreVersion.Absent || await write.LockAsync(statements.Lock, seen) is not { } id)
                return seen == StoreVersion.Any || write.IsRepeated || (seen == StoreVersion.Absent && !await write.IsThereAsync(statements.Find));
            await write.RunAsync(statements.Empty, ("id", id));
            return await write.RunAsync(statements.Delete, ("id", id)) > 0;
        }, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A version as it is stored.</summary>
    internal static StoreVersion Version(Guid version) => new(version.ToString("N"));

    private static bool IsWord(StoreVersion seen) => seen == StoreVersion.Absent || seen == StoreVersion.Any;

    private Task<List<string>> ListAsync(string prefix, string before, CancellationToken cancellationToken) =>
        session.AskAsync(async connection =>
        {
            await using NpgsqlCommand command = statements.List(connection, prefix, before, Page);
            await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken);
            List<string> names = [];
            while (await rows.ReadAsync(cancellationToken))
                names.Add(rows.GetString(0));
            return names;
        }, cancellationToken);

    /// <summary>Brings to the disk what was committed before; the stream's version stays.</summary>
    private async Task<StoreVersion> FlushAsync(string name, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        StoreNames.Check(name);
        StoreVersion found = await session.AskAsync(async connection =>
        {
            await using NpgsqlCommand command = statements.Flush(connection, name, durability);
            return await command.ExecuteScalarAsync(cancellationToken) is Guid version ? Version(version) : StoreVersion.Absent;
        }, cancellationToken);
        return seen == StoreVersion.Any || seen == found ? found : throw new StoreConflictException(name);
    }

    private async ValueTask<StoreVersion> WriteAsync(
        string name, StoreVersion seen, Durability durability, Func<PostgresWrite, Task<bool>> change, CancellationToken cancellationToken)
    {
        StoreNames.Check(name);
        Guid mine = Guid.NewGuid();
        bool isRepeated = false;
        return await session.AskAsync(async connection =>
        {
            await using PostgresWrite write = new(connection, name, mine, isRepeated, durability);
            if (isRepeated && await write.IsThereAsync(statements.FindOwn))
                return Version(mine);
            isRepeated = true;
            while (!await change(write))
            {
                // Somebody made or removed it between two statements; with a version that was named, that is a conflict.
                if (seen != StoreVersion.Any)
                    throw new StoreConflictException(name);
            }
            await write.CommitAsync();
            return Version(mine);
        }, cancellationToken);
    }
}
