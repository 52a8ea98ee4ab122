using System.Globalization;
using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>The tables of a store's schema, and how a schema of an older version is brought forward.</summary>
internal static class PostgresSchema
{
    /// <summary>What leads from each form to the next; the number of steps is this version's form. A step that was released is never changed.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE "{0}".meta (form integer NOT NULL);
        INSERT INTO "{0}".meta VALUES (0);
        CREATE TABLE "{0}".streams (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE, version uuid NOT NULL, length bigint NOT NULL);
        CREATE TABLE "{0}".pieces (
            stream bigint NOT NULL, start bigint NOT NULL, version uuid NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (stream, start));
        ALTER TABLE "{0}".pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
        """,
    ];

    /// <summary>The form that this version writes.</summary>
    public static int Form => Steps.Length;

    /// <summary>Brings a new or older schema to this version's form; of several processes one does it and the others wait.</summary>
    public static async Task MigrateAsync(NpgsqlConnection connection, PostgresPlace place, CancellationToken cancellationToken)
    {
        if (await FormAsync(connection, place, cancellationToken) == Form)
            return;
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, "SELECT pg_advisory_xact_lock(hashtext('batchworkflow'), hashtext('{0}'))", place.Schema, cancellationToken);
        int form = await FormAsync(connection, place, cancellationToken);
        if (form == 0)
            await RunAsync(connection, "CREATE SCHEMA IF NOT EXISTS \"{0}\"", place.Schema, cancellationToken);
        for (; form < Form; form++)
            await RunAsync(connection, Steps[form], place.Schema, cancellationToken);
        await RunAsync(connection, $"UPDATE \"{{0}}\".meta SET form = {Form}", place.Schema, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task<int> FormAsync(NpgsqlConnection connection, PostgresPlace place, CancellationToken cancellationToken)
    {
        // Asked of the catalogue's rows: what resolves names may still remember that there was no such table.
        if (await RunAsync(connection, "SELECT tablename::text FROM pg_tables WHERE schemaname = '{0}' AND tablename = 'meta'", place.Schema, cancellationToken) is not string)
            return 0;
        int form = (int)(await RunAsync(connection, "SELECT form FROM \"{0}\".meta", place.Schema, cancellationToken))!;
        return form <= Form ? form : throw PostgresErrors.Newer(place.Text, form);
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string statement, string schema, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The statement is a constant and the schema's name is checked.
        await using NpgsqlCommand command = new(string.Format(CultureInfo.InvariantCulture, statement, schema), connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
