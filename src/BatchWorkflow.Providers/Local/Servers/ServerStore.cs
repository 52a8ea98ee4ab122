using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>The folders of an infrastructure's servers: each appears and disappears by one rename.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerStore(string statePath, string infrastructure)
{
    private const string FileName = "server.json", Making = ".new-", Going = ".gone-";
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly Lock OneMaker = new();

    private static readonly string[] Rooms =
    [
        "etc", "opt", "root", "run", "srv", "tmp", "usr/local/bin", "var/cache", "var/lib", "var/log", "var/run",
    ];

    /// <summary>The infrastructure's folder.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(statePath), "servers", FileNames.Of(infrastructure));

    /// <summary>The folder of a server.</summary>
    public string PathOf(string identity) => Path.Combine(Folder, FileNames.Of(NameOf(identity)));

    /// <summary>The root of a server.</summary>
    public string RootOf(string identity) => Path.Combine(PathOf(identity), "root");

    /// <summary>The server's name: its identity without the infrastructure's.</summary>
    public string NameOf(string identity) => identity.StartsWith(infrastructure + "/", StringComparison.Ordinal)
        ? identity[(infrastructure.Length + 1)..]
        : throw new ArgumentException($"{identity} is not of the infrastructure {infrastructure}.", nameof(identity));

    /// <summary>All servers, by name.</summary>
    public IEnumerable<ServerFile> All() => !Directory.Exists(Folder) ? [] :
        Directory.EnumerateDirectories(Folder)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<ServerFile>();

    /// <summary>One server, or null.</summary>
    public ServerFile? Find(string identity) => Read(PathOf(identity));

    /// <summary>Makes the folder of a server; false when another was there first. What an engine that died left half made of it goes.</summary>
    public bool TryMake(ServerFile server)
    {
        lock (OneMaker)
            return TryMakeAlone(server);
    }

    private bool TryMakeAlone(ServerFile server)
    {
        // One folder an intent: whoever repeats the intent clears what its dead forerunner left, before there is a server that nobody makes again.
        string making = Path.Combine(Folder, MakingOf(server.Identity) + FileNames.Of(server.Token));
        Delete(making);
        try
        {
            foreach (string room in server.Machine is null ? Rooms : [])
                LocalFolder.Make(Path.Combine(making, "root", room), LocalFolder.Shown);
            LocalFolder.Make(server.Machine is null ? Path.Combine(making, "daemons") : making, LocalFolder.Private);
            LocalJson.Write(Path.Combine(making, FileName), server);
            Directory.Move(making, PathOf(server.Identity));
        }
        catch (IOException) when (Directory.Exists(PathOf(server.Identity)))
        {
            Delete(making);
            return false;
        }
        foreach (string left in Directory.EnumerateDirectories(Folder, MakingOf(server.Identity) + "*"))
            TryDelete(left);
        return true;
    }

    /// <summary>Rewrites what a server is.</summary>
    public void Rewrite(ServerFile server) => LocalJson.Write(Path.Combine(PathOf(server.Identity), FileName), server);

    /// <summary>Takes a server's folder away at once, then deletes it, what was left half made of it, and what earlier deletions left behind.</summary>
    public void Remove(string identity)
    {
        string folder = PathOf(identity);
        if (Directory.Exists(folder))
            Directory.Move(folder, Path.Combine(Folder, Going + Guid.NewGuid().ToString("n")));
        if (!Directory.Exists(Folder))
            return;
        foreach (string gone in Directory.EnumerateDirectories(Folder, Going + "*").Concat(Directory.EnumerateDirectories(Folder, MakingOf(identity) + "*")))
            Delete(gone);
    }

    /// <summary>How the folders begin in which a server is made; no name that FileNames gives has a tilde, so no other server's begin so.</summary>
    private string MakingOf(string identity) => $"{Making}{FileNames.Of(NameOf(identity))}~";

    /// <summary>What the server in a folder is, or null.</summary>
    public static ServerFile? Read(string folder) => ReadFile(Path.Combine(folder, FileName));

    private static ServerFile? ReadFile(string file)
        => LocalJson.Read<ServerFile>(file) is { } server ? server with { Properties = LocalJson.Free(server.Properties) } : null;

    /// <summary>Deletes what an engine left half made, unless that engine is alive and still at it: it clears up after itself.</summary>
    private static void TryDelete(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (IOException)
        {
            // It grows while it is deleted.
        }
    }

    /// <summary>Several deletions may clear the same leftovers at once, and each finds some of it gone.</summary>
    private static void Delete(string folder)
    {
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                continue;
            }
            catch (Exception denied) when (denied is IOException or UnauthorizedAccessException && OpenAll(folder))
            {
                continue;
            }
        }
    }

    /// <summary>A script may have taken from itself the right to write in a folder. False when that was not the reason.</summary>
    private static bool OpenAll(string folder)
    {
        bool opened = false;
        Queue<string> folders = new([folder]);
        while (folders.TryDequeue(out string? inner))
        {
            UnixFileMode mode = File.GetUnixFileMode(inner);
            if ((mode & OwnersFolder) != OwnersFolder)
            {
                File.SetUnixFileMode(inner, mode | OwnersFolder);
                opened = true;
            }
            foreach (string next in Directory.EnumerateDirectories(inner).Where(next => new DirectoryInfo(next).LinkTarget is null))
                folders.Enqueue(next);
        }
        return opened;
    }
}
