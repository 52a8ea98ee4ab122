using BatchWorkflow.Engine.Storing;
using Microsoft.Data.Sqlite;

namespace BatchWorkflow.Stores.Sqlite;

/// <summary>The file of a store: makes it, brings it to this version's form, and opens connections to it.</summary>
internal sealed class RkvsFile(string path)
{
    private const int BusyMilliseconds = 1000;
    private readonly Lock gate = new();
    private bool isChecked;

    /// <summary>A connection for reading; null while there is no file, or nothing was written to it yet.</summary>
    public RkvsSession? OpenToRead()
    {
        if (!File.Exists(path))
        {
            RefuseFolderInPlace();
            return null;
        }
        RkvsSession session = Open();
        try
        {
            if (RkvsSchema.IsReady(session, path))
                return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
        session.Dispose();
        return null;
    }

    /// <summary>A connection for writing, to a file of this version's form.</summary>
    public RkvsSession OpenToWrite(CancellationToken cancellationToken)
    {
        Make();
        RkvsSession session = Open();
        try
        {
            lock (gate)
            {
                if (!isChecked)
                    RkvsSchema.Migrate(session, path, cancellationToken);
                isChecked = true;
            }
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private RkvsSession Open()
    {
        SqliteConnectionStringBuilder builder = new() { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 };
        SqliteConnection connection = new(builder.ConnectionString);
        RkvsSession session = new(connection);
        try
        {
            connection.Open();
            session.Run($"PRAGMA busy_timeout = {BusyMilliseconds}");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>For nobody but its owner; SQLite gives the files beside it the same mode.</summary>
    private void Make()
    {
        RefuseFolderInPlace();
        if (File.Exists(path))
            return;
        try
        {
            Disk.Real.CreateFolder(Path.GetDirectoryName(path)!);
            Disk.Real.Open(path, create: true).Dispose();
            Disk.Real.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    private void RefuseFolderInPlace()
    {
        if (Directory.Exists(path))
            throw StateErrors.Unreadable(path, new IOException("It is a folder."));
    }
}
