using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Sqlite;

/// <summary>Says what is wrong with the file of a store, and what to do about it.</summary>
internal static class RkvsErrors
{
    private const string DamagedWords = "its content is damaged";
    private const string FromBackup = "Bring the file back from a backup. What runs made still stands, and a new run of a workflow finds it.";

    /// <summary>Why the state could not be written.</summary>
    public static BatchWorkflowException Unwritable(string path, SqliteException cause) => Make("State.Unwritable", "written", path, cause);

    /// <summary>Why the state could not be read.</summary>
    public static BatchWorkflowException Unreadable(string path, SqliteException cause) => Make("State.Unreadable", "read", path, cause);

    /// <summary>What the file's tables hold is not what was written to them.</summary>
    public static BatchWorkflowException Damaged(string path, Exception cause) =>
        new("State.Unreadable", $"'{path}' cannot be read: {DamagedWords} ({cause.Message.TrimEnd('.')}).", cause) { RecommendedAction = FromBackup };

    /// <summary>A newer version wrote the file.</summary>
    public static BatchWorkflowException Newer(string path, long form) =>
        new("State.NewerFormat", $"'{path}' was written by a newer BatchWorkflow (form {form}; this one knows up to {RkvsSchema.Form}).")
        {
            RecommendedAction = "Update BatchWorkflow on this machine.",
        };

    /// <summary>The file is a database of something else.</summary>
    public static BatchWorkflowException Foreign(string path) =>
        new("State.Unreadable", $"'{path}' is a database, but not a state of BatchWorkflow.") { RecommendedAction = "Give another -StatePath." };

    private static BatchWorkflowException Make(string id, string verb, string path, SqliteException cause)
    {
        (string why, string action) = Explain(cause);
        return new BatchWorkflowException(cause.SqliteErrorCode == 5 ? "State.Busy" : id, $"'{path}' cannot be {verb}: {why}.", cause) { RecommendedAction = action };
    }

    private static (string Why, string Action) Explain(SqliteException cause) => cause.SqliteErrorCode switch
    {
        1 => ($"its tables are not those of a state ({Text(cause)})", FromBackup),
        3 or 23 => ($"{Environment.UserName} may not", "Change the owner or the permissions of the file, or give another -StatePath."),
        5 => ("another process has kept it locked for 30 seconds", "Look for a process that is stopped or hangs while it writes the state, and end it."),
        8 => ("it, its folder or its file system is read-only", "Make them writable, or give another -StatePath."),
        11 => (DamagedWords, FromBackup),
        13 => ("the disk is full", "Free some space, then resume the run."),
        14 => ("it, or the files -wal and -shm beside it, cannot be opened", "Look at the folder's permissions and whether it is read-only, or give another -StatePath."),
        26 => ("it is not a database", "Give another -StatePath, or bring the file back from a backup."),
        _ => (Text(cause), "Mend that, or give another -StatePath."),
    };

    /// <summary>What SQLite itself says, without the number around it.</summary>
    private static string Text(SqliteException cause)
    {
        int begin = cause.Message.IndexOf('\'', StringComparison.Ordinal) + 1;
        int end = cause.Message.LastIndexOf('\'');
        return end > begin ? cause.Message[begin..end].TrimEnd('.') : cause.Message.TrimEnd('.');
    }
}
