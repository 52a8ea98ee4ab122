using System.Security.Cryptography;

namespace BatchWorkflow.Engine.Storing;

/// <summary>The copies of files that runs use, kept once by the SHA-256 of their content.</summary>
internal sealed class ContentFiles(Store store)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Keeps a folder's files, on the disk when this returns; Plan.Changed when one is not the file that was planned with.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Relative paths with the SHA-256 of their content in hex.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(string folder, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        // At once, because the disk flushes several files in the time of one.
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };
        await Parallel.ForEachAsync(files, parallel, async (file, token) => await KeepAsync(Inside(folder, file.Key), file.Value, token));
    }

    /// <summary>The content of a kept file.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string hash, CancellationToken cancellationToken)
    {
        StoreContent? content = await store.ReadAsync(Name(hash), 0, cancellationToken);
        if (content is null || HashOf(content.Bytes.Span) != hash)
        {
            throw new BatchWorkflowException("State.FileLost", $"'{Name(hash)}', the copy of a file that the run uses, is {(content is null ? "missing" : "damaged")}.")
            {
                RecommendedAction = "Bring it back from a backup, or submit the workflow again.",
            };
        }
        return content.Bytes;
    }

    /// <summary>The content of a file that is kept, or that is about to be: then it is read where it was planned with.</summary>
    /// <param name="folder">The folder that it was planned with.</param>
    /// <param name="relative">Its path in that folder.</param>
    /// <param name="hash">The SHA-256 of its content in hex.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string folder, string relative, string hash, CancellationToken cancellationToken) =>
        await store.ReadAsync(Name(hash), long.MaxValue, cancellationToken) is null
            ? await ReadFileAsync(Inside(folder, relative), cancellationToken)
            : await ReadAsync(hash, cancellationToken);

    /// <summary>Puts kept files where scripts can read and run them; what is there already is left alone.</summary>
    /// <param name="folder">The folder to fill.</param>
    /// <param name="files">Relative paths with the SHA-256 of their content in hex.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PlaceAsync(string folder, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        foreach ((string relative, string hash) in files)
        {
            string path = Inside(folder, relative);
            try
            {
                if (!File.Exists(path) || HashOf(await ReadFileAsync(path, cancellationToken)) != hash)
                    await PlaceAsync(path, await ReadAsync(hash, cancellationToken), cancellationToken);
            }
            catch (Exception e) when (StateErrors.Covers(e))
            {
                throw StateErrors.Unwritable(path, e);
            }
        }
    }

    /// <summary>Puts content that is not kept where scripts can read and run it.</summary>
    public static async Task WriteAsync(string folder, string relative, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string path = Inside(folder, relative);
        try
        {
            await PlaceAsync(path, bytes, cancellationToken);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    private async Task KeepAsync(string path, string hash, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(Name(hash), 0, cancellationToken) is { } kept && HashOf(kept.Bytes.Span) == hash)
            return; // A copy that is damaged is written again, so that submitting once more helps.
        byte[] bytes = await ReadFileAsync(path, cancellationToken);
        if (HashOf(bytes) != hash)
            throw Changed(path);
        await store.ReplaceAsync(Name(hash), bytes, StoreVersion.Any, Durability.Flushed, cancellationToken);
    }

    /// <summary>Written aside and renamed: a process that starts it never finds half of it, nor a file that is still open for writing.</summary>
    private static async Task PlaceAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Disk.Real.CreateFolder(Path.GetDirectoryName(path)!);
        string aside = $"{path}~{Guid.NewGuid():n}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = IsScript(path, bytes.Span) ? Owner | UnixFileMode.UserExecute : Owner;
        await using (FileStream file = new(aside, options))
            await file.WriteAsync(bytes, cancellationToken);
        File.Move(aside, path, overwrite: true);
    }

    private static bool IsScript(string path, ReadOnlySpan<byte> bytes) =>
        path.EndsWith(".sh", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
        || bytes.StartsWith("#!"u8)
        || bytes.StartsWith("\u007fELF"u8);

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Changed(path);
        }
    }

    private static string Inside(string folder, string relative)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, relative));
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{relative}' does not stand below '{folder}'.", nameof(relative));
    }

    private static BatchWorkflowException Changed(string path) => new("Plan.Changed", $"'{path}' has changed since the plan was made.")
    {
        RecommendedAction = "Make a new plan.",
    };

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Name(string hash) => StateLayout.Files + hash;
}
