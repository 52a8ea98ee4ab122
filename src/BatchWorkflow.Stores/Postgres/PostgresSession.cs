using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>
/// The connections to a database. A server that goes away for a moment is waited for: what was asked is asked again until it answers or half a
/// minute is over.
/// </summary>
internal sealed class PostgresSession(PostgresPlace place) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource source = place.Connect();
    private readonly SemaphoreSlim opening = new(1);
    private volatile bool isReady;

    /// <summary>Asks the database; what is asked must be the same when it is asked again.</summary>
    public async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        TimeSpan pause = ShortestPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
                await GetReadyAsync(connection, cancellationToken);
                return await ask(connection);
            }
            catch (NpgsqlException e) when (PostgresErrors.IsPassing(e, wasThere: isReady) && TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (NpgsqlException e)
            {
                throw PostgresErrors.From(place.Text, e);
            }
        }
    }

    /// <summary>What the tables hold of a stream is not what was written to them.</summary>
    public BatchWorkflowException Damaged(string name, InvalidDataException why) => PostgresErrors.Damaged(place.Text, name, why);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        opening.Dispose();
    }

    private async Task GetReadyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (isReady)
            return;
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (!isReady)
                await PostgresSchema.MigrateAsync(connection, place, cancellationToken);
            isReady = true;
        }
        finally
        {
            opening.Release();
        }
    }
}
