using System.Collections.Concurrent;
using System.Text;

namespace BatchWorkflow.Providers.Ssh.HostKeys;

/// <summary>A file of known hosts. It may be shared with ssh itself, so nothing in it is ever rewritten.</summary>
internal sealed class KnownHostsFile
{
    private static readonly ConcurrentDictionary<string, Lock> Gates = new();

    private readonly string path;
    private readonly Lock gate;

    public KnownHostsFile(string path)
    {
        this.path = System.IO.Path.GetFullPath(path);
        gate = Gates.GetOrAdd(this.path, static _ => new Lock());
    }

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The lines for a host; none when the file is not there.</summary>
    public IReadOnlyList<KnownHost> For(string host, int port)
    {
        string name = KnownHost.NameOf(host, port);
        lock (gate)
            return File.Exists(path)
                ? [.. File.ReadLines(path).Select(KnownHost.Parse).OfType<KnownHost>().Where(line => line.IsFor(name))]
                : [];
    }

    /// <summary>Records a key unless something is known of the host by now. Appended by one write, so that nobody reads half a line and no other's line is lost.</summary>
    /// <returns>What is known of the host afterwards.</returns>
    public IReadOnlyList<KnownHost> Record(string host, int port, string type, byte[] key)
    {
        lock (gate)
        {
            IReadOnlyList<KnownHost> known = For(host, port);
            if (known.Any(one => one.Marker is null))
                return known;
            string line = $"{KnownHost.NameOf(host, port)} {type} {Convert.ToBase64String(key)}\n";
            CreateFolder();
            FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            bool startsLine = EndsLine();
            using FileStream stream = new(path, options);
            stream.Write(Encoding.UTF8.GetBytes(startsLine ? line : "\n" + line));
            stream.Flush(flushToDisk: true);
        }
        return For(host, port);
    }

    private void CreateFolder()
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private bool EndsLine()
    {
        if (!File.Exists(path))
            return true;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.Length == 0)
            return true;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }
}
