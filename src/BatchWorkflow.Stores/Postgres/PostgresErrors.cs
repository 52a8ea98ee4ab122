using System.Net.Sockets;
using Npgsql;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>Says what is wrong with the database, and what to do about it.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// True when asking again may help: the server restarts, the connection broke, two transactions met. A server that never let this process
    /// connect is not waited for, because its address may be wrong; one that cut the very first connection is there.
    /// </summary>
    public static bool IsPassing(NpgsqlException error, bool wasThere) => error is PostgresException told
        ? told.SqlState is "57P01" or "57P02" or "57P03" or "25P03" or "40001" or "40P01" || (wasThere && IsOfConnections(told.SqlState))
        : error.InnerException is IOException || (wasThere && IsBroken(error));

    /// <summary>A newer version wrote the schema.</summary>
    public static BatchWorkflowException Newer(string place, int form) =>
        new("State.NewerFormat", $"The state in {place} was written by a newer BatchWorkflow (form {form}; this one knows up to {PostgresSchema.Form}).")
        {
            RecommendedAction = "Update BatchWorkflow on this machine.",
        };

    /// <summary>What the tables hold of a stream is not what was written to them.</summary>
    public static BatchWorkflowException Damaged(string place, string name, InvalidDataException why) =>
        new("State.Unreadable", $"'{name}' in {place} is damaged: {why.Message}.", why)
        {
            RecommendedAction = "Bring the tables back from a backup. What runs made still stands, and a new run of a workflow finds it.",
        };

    /// <summary>Why the database could not do what was asked.</summary>
    public static BatchWorkflowException From(string place, NpgsqlException error)
    {
        (string id, string why, string action) = error is PostgresException told ? Explain(told) : Explain(error);
        return new BatchWorkflowException(id, $"The state in {place} cannot be used: {why}.", error) { RecommendedAction = action };
    }

    private static bool IsOfConnections(string state) => state == "53300" || state.StartsWith("08", StringComparison.Ordinal);

    private static bool IsBroken(NpgsqlException error) =>
        error.IsTransient || error.InnerException is SocketException or IOException or TimeoutException or NpgsqlException;

    private static (string Id, string Why, string Action) Explain(NpgsqlException error) => IsBroken(error)
        ? ("State.Unreachable", $"the database server does not answer ({Last(error)})", "Start the server or mend the way to it, then resume the run.")
        : ("State.Unreadable", Last(error), "Mend that, or give another -StatePath.");

    private static (string Id, string Why, string Action) Explain(PostgresException told) => told.SqlState switch
    {
        "28000" or "28P01" => ("State.Auth", Text(told), "Set PGPASSWORD, PGPASSFILE or the user, or ask whoever runs the database."),
        "3D000" => ("State.Missing", Text(told), "Create the database; its tables are made at the first use."),
        "42501" => ("State.Denied", Text(told), "Ask for CREATE on the database, or for all rights on its schema of BatchWorkflow once that is there."),
        "53100" => ("State.Unwritable", "the database server's disk is full", "Free some space there, then resume the run."),
        "25006" => ("State.Unwritable", "the database server takes no writes (a standby)", "Give the address of the primary."),
        "57P01" or "57P02" or "57P03" => ("State.Unreachable", $"the database server is not ready ({Text(told)})", "Start the server, then resume the run."),
        _ => ("State.Unreadable", Text(told), "Mend that, or give another -StatePath."),
    };

    private static string Text(PostgresException told) => told.MessageText.TrimEnd('.');

    private static string Last(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error.Message.TrimEnd('.');
    }
}
