using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>The processes that bw-daemon started on a server.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Daemons
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Ends them all, with all that they started.</summary>
    public static Task EndAsync(ServerFile server, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        ProcessTree tree = ProcessTree.OfServer(server.Id, [.. Recorded(Path.Combine(folder, "daemons"))]);
        return tree.EndAsync(Grace, time, null, cancellationToken);
    }

    /// <summary>Those that wrote over their environment are known by their pid and start time.</summary>
    private static IEnumerable<int> Recorded(string folder)
    {
        if (!Directory.Exists(folder) || !OperatingSystem.IsLinux())
            yield break;
        foreach (string file in Directory.EnumerateFiles(folder, "pid", SearchOption.AllDirectories))
        {
            string[] words = File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && int.TryParse(words[0], out int pid) && long.TryParse(words[1], out long start)
                && ProcessTable.Current.Find(pid) is { } entry && entry.Start == start)
                yield return pid;
        }
    }
}
