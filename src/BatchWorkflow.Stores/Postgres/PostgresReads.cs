using Npgsql;
using NpgsqlTypes;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>
/// Reads streams. A read is sent at once while few are under way; those that come meanwhile go together in one question, so that a list of
/// thousands of runs takes hundreds of round trips.
/// </summary>
internal sealed class PostgresReads(PostgresSession session, PostgresStatements statements)
{
    private const int MostTogether = 64;
    private const int MostLanes = 4;
    private readonly Queue<Wanted> waiting = [];
    private int lanes;

    /// <summary>A stream's bytes from an offset on and its version; null when it is not there.</summary>
    public Task<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Wanted wanted = new(name, offset, cancellationToken);
        lock (waiting)
        {
            waiting.Enqueue(wanted);
            if (lanes < MostLanes)
            {
                lanes++;
                _ = Task.Run(ReadWaitingAsync, CancellationToken.None);
            }
        }
        return wanted.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task ReadWaitingAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            try
            {
                // One that is alone hears its own cancellation, also while the server is waited for.
                await AskAsync(together, together.Count == 1 ? together[0].Cancellation : CancellationToken.None);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                foreach (Wanted wanted in together)
                    wanted.Answer.TrySetException(e);
            }
        }
    }

    /// <summary>What is read next; when there is nothing, the lane is free.</summary>
    private List<Wanted> Take()
    {
        lock (waiting)
        {
            List<Wanted> together = [];
            while (together.Count < MostTogether && waiting.TryDequeue(out Wanted? wanted))
            {
                if (!wanted.Cancellation.IsCancellationRequested)
                    together.Add(wanted);
            }
            if (together.Count == 0)
                lanes--;
            return together;
        }
    }

    private async Task AskAsync(List<Wanted> together, CancellationToken cancellationToken)
    {
        (StreamPieces Pieces, Guid Version)?[] found = await session.AskAsync(async connection =>
        {
            await using NpgsqlCommand command = statements.Read(connection);
            command.Parameters.Add(new NpgsqlParameter<string[]>("names", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = [.. together.Select(w => w.Name)] });
            command.Parameters.Add(new NpgsqlParameter<long[]>("offsets", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { TypedValue = [.. together.Select(w => w.Offset)] });
            await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken);
            return await GatherAsync(rows, together, cancellationToken);
        }, cancellationToken);
        for (int i = 0; i < found.Length; i++)
            Answer(together[i], found[i]);
    }

    private void Answer(Wanted wanted, (StreamPieces Pieces, Guid Version)? found)
    {
        try
        {
            wanted.Answer.TrySetResult(found is { } one ? new StoreContent(one.Pieces.Join(), PostgresStore.Version(one.Version)) : null);
        }
        catch (InvalidDataException e)
        {
            wanted.Answer.TrySetException(session.Damaged(wanted.Name, e));
        }
    }

    private static async Task<(StreamPieces Pieces, Guid Version)?[]> GatherAsync(NpgsqlDataReader rows, List<Wanted> together, CancellationToken cancellationToken)
    {
        (StreamPieces Pieces, Guid Version)?[] found = new (StreamPieces, Guid)?[together.Count];
        while (await rows.ReadAsync(cancellationToken))
        {
            int index = (int)await rows.GetFieldValueAsync<long>(0, cancellationToken) - 1;
            (StreamPieces pieces, _) = found[index] ??= (
                new StreamPieces(await rows.GetFieldValueAsync<long>(2, cancellationToken), together[index].Offset),
                await rows.GetFieldValueAsync<Guid>(1, cancellationToken));
            if (!await rows.IsDBNullAsync(3, cancellationToken))
                pieces.Add(await rows.GetFieldValueAsync<long>(3, cancellationToken), await rows.GetFieldValueAsync<byte[]>(4, cancellationToken));
        }
        return found;
    }

    private sealed record Wanted(string Name, long Offset, CancellationToken Cancellation)
    {
        public TaskCompletionSource<StoreContent?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
