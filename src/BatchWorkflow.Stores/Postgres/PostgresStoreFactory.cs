using BatchWorkflow.Engine.Storing;
using BatchWorkflow;
using BatchWorkflow.Stores.Postgres;

[assembly: Plugin(typeof(PostgresStoreFactory))]

namespace BatchWorkflow.Stores.Postgres;

/// <summary>Finds stores in PostgreSQL: postgres://…, a connection string of Host=… parts, or postgres: with the variables PGHOST, PGPORT, PGDATABASE and PGUSER.</summary>
public sealed class PostgresStoreFactory : StoreFactory
{
    internal const string StoreName = "postgres";

    /// <inheritdoc />
    public override string Name => StoreName;

    /// <inheritdoc />
    public override string Description => "A schema in a PostgreSQL database, for runs that several machines see and control.";

    /// <inheritdoc />
    public override StoreAddress? Find(string location, StoreContext context)
    {
        if (location is "postgres:")
            return Default(context);
        return PostgresText.Parse(location, context) is { } place ? new PostgresAddress(place, HomeOf(context)) : null;
    }

    /// <inheritdoc />
    public override StoreAddress Default(StoreContext context)
    {
        if (context.Environment("PGHOST") is not { Length: > 0 } host)
        {
            throw new BatchWorkflowException("State.Missing", "The state is to be in PostgreSQL, and nothing says in which database.")
            {
                RecommendedAction = "Give -StatePath postgres://user@host/database, set $env:BATCHWORKFLOW_STATE to that, or set PGHOST, PGDATABASE and PGUSER.",
            };
        }
        return new PostgresAddress(PostgresText.FromEnvironment(host, context), HomeOf(context));
    }

    private static string HomeOf(StoreContext context) => context.Home ?? throw StatePaths.NoHome();
}
