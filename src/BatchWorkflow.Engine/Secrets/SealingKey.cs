using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Secrets;

/// <summary>
/// The store's key file: one line of base64, mode 0600. The process that creates the name writes the key; others wait until it is
/// whole. One that stays short was left by a process that died before it sealed anything, and is written anew under the file's lock.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class SealingKey(string path)
{
    private const int KeySize = 32;
    private static readonly int _length = Line(new byte[KeySize]).Length;
    private static readonly TimeSpan _writing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>A failure of kind Auth.</summary>
    public static FailureException Refused(string message, Exception? inner = null) =>
        new(new Failure { Kind = FailureKind.Auth, Message = message }, inner);

    /// <summary>The key, made when it is not there and may be.</summary>
    public byte[] Read(bool create)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (ReadWhole() is { } key)
                    return key;
                if (!create)
                    throw Refused(
                        $"The store's key {Path} is not there, and without it sealed values cannot be opened. Put it back from a copy.");
                Make(waited.Elapsed);
            }
            catch (IOException) when (waited.Elapsed < _patience)
            {
                Thread.Sleep(20);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Refused($"The store's key {Path} cannot be read or made: {error.Message}", error);
            }
        }
    }

    private static byte[] Line(byte[] key) => Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n");

    private void Make(TimeSpan waited)
    {
        Disk.Real.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        bool isLeftShort = File.Exists(Path);
        if (isLeftShort && waited < _writing)
        {
            Thread.Sleep(20);
            return;
        }

        FileStreamOptions options = new()
        {
            Mode = isLeftShort ? FileMode.Open : FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!isLeftShort && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream file = new(Path, options);
        if (file.Length < _length)
            Write(file);
    }

    private static void Write(FileStream file)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeySize);
        file.SetLength(0);
        file.Write(Line(key));
        file.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(key);
    }

    // Null when there is no key yet, or only a part of one.
    private byte[]? ReadWhole()
    {
        if (!File.Exists(Path))
            return null;
        byte[] line = File.ReadAllBytes(Path);
        if (line.Length < _length)
            return null;
        byte[] key = new byte[KeySize];
        return Convert.TryFromBase64String(Encoding.ASCII.GetString(line).TrimEnd(), key, out int size) && size == KeySize
            ? key
            : throw Refused($"The store's key {Path} does not hold a key. Put it back from a copy.");
    }
}
