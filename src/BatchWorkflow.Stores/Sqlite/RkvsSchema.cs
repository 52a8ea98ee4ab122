namespace BatchWorkflow.Stores.Sqlite;

/// <summary>The tables of a store's file, and how a file of an older version is brought forward.</summary>
internal static class RkvsSchema
{
    /// <summary>"BWrk", by which the file is known to be ours.</summary>
    private const int ApplicationId = 0x4257726B;

    /// <summary>What leads from each form to the next; the number of steps is this version's form. A step that was released is never changed.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE meta (version INTEGER NOT NULL, flushes INTEGER NOT NULL);
        INSERT INTO meta VALUES (0, 0);
        CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, length INTEGER NOT NULL);
        CREATE TABLE pieces (stream INTEGER NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (stream, start)) WITHOUT ROWID;
        """,
    ];

    /// <summary>The form that this version writes.</summary>
    public static int Form => Steps.Length;

    /// <summary>False when nothing was written to the file yet; refuses a file that is not ours, is newer, or must be brought forward first.</summary>
    public static bool IsReady(RkvsSession session, string path)
    {
        long form = FormOf(session, path);
        // A reader brings an older file forward too: it has the form that the queries know only then.
        if (form > 0 && form < Form)
            Migrate(session, path, CancellationToken.None);
        return form > 0;
    }

    /// <summary>Brings a new or older file to this version's form; of several processes one does it and the others wait.</summary>
    public static void Migrate(RkvsSession session, string path, CancellationToken cancellationToken)
    {
        if (FormOf(session, path) == Form)
            return;
        session.Wait("PRAGMA journal_mode = WAL", cancellationToken);
        session.Begin(Durability.Flushed, cancellationToken);
        for (long form = FormOf(session, path); form < Form; form++)
            session.Run(Steps[form]);
        session.Run($"PRAGMA application_id = {ApplicationId}");
        session.Run($"PRAGMA user_version = {Form}");
        session.Commit();
    }

    private static long FormOf(RkvsSession session, string path)
    {
        // In this order: another process may make the file ours in between, and with its tables comes what names them.
        bool hasTables = session.Number("SELECT count(*) FROM sqlite_schema") > 0;
        long application = session.Number("PRAGMA application_id");
        long form = session.Number("PRAGMA user_version");
        if (form > 0 && application == ApplicationId && form > Form)
            throw RkvsErrors.Newer(path, form);
        if (application != ApplicationId && (application != 0 || hasTables))
            throw RkvsErrors.Foreign(path);
        return application == ApplicationId ? form : 0;
    }
}
