using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>
/// A file's length and time of change, which together are its stream's version: every write moves that time on by at least
/// the smallest step that the file system keeps, so no version comes twice.
/// </summary>
/// <param name="Length">The file's length.</param>
/// <param name="Changed">Its time of change in UTC ticks.</param>
internal readonly record struct FileStamp(long Length, long Changed)
{
    private static long newest;

    /// <summary>The stamp as stores write versions.</summary>
    public StoreVersion Version => new(string.Create(CultureInfo.InvariantCulture, $"{Length}-{Changed:x}"));

    /// <summary>The stamp of the file at a path, or null when there is none.</summary>
    public static FileStamp? Of(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>The stamp of an open file. The length is asked first: a write in between makes a version that never was, and so never fits.</summary>
    public static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary>Moves an open file's time of change on from what its stream had before.</summary>
    public static FileStamp Set(SafeFileHandle file, FileStamp? before, TimeProvider time)
    {
        long changed = Later(time.GetUtcNow().UtcTicks, before?.Changed ?? 0);
        File.SetLastWriteTimeUtc(file, new DateTime(changed, DateTimeKind.Utc));
        FileStamp stamp = Of(file);
        if (stamp.Changed > (before?.Changed ?? 0))
            return stamp;
        // File systems of memory cards keep even seconds only.
        File.SetLastWriteTimeUtc(file, new DateTime(changed, DateTimeKind.Utc).AddSeconds(2));
        return Of(file);
    }

    /// <summary>Later than before, and than all that this process has given: a stream that is deleted and made again gets no old version.</summary>
    private static long Later(long now, long before)
    {
        while (true)
        {
            long seen = Volatile.Read(ref newest);
            long next = Math.Max(now, Math.Max(before, seen) + 1);
            if (Interlocked.CompareExchange(ref newest, next, seen) == seen)
                return next;
        }
    }
}
