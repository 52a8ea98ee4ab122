using System.Text.RegularExpressions;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>What is on a host: packages, accounts, processes, its name, and every file with kind, mode, owner and content.</summary>
internal sealed class HostSnapshot
{
    /// <summary>What may differ after everything was undone, and why.</summary>
    private static readonly (string Pattern, string Why)[] Exceptions =
    [
        (@"(file|content) /[a-z]+/\.batchworkflow[/ ]", "the connection's own files, which it prunes after two weeks"),
        (@"content /etc/((passwd|group|shadow|gshadow)-?|sub[ug]id-) ", "accounts are compared line by line; files that end in - are the former ones"),
        ("account (passwd|group|shadow|gshadow) (prometheus|postgres|ssl-cert):", "Debian's packages leave their system users and groups when they are purged"),
        (@"(file|content) /var/log/(apt/|(dpkg|alternatives)\.log )", "logs of the package manager"),
        (@"(file|content) (/var/lib/dpkg/(statoverride|diversions)|/var/cache/debconf/[a-z]+\.dat)-old |file /var/cache/debconf/tmp\.ci ", "former files of the package manager"),
        (@"(file|content) /var/lib/ucf/[a-z]+\.\d ", "former files of ucf, which packages keep their configuration with"),
        (@"content /var/cache/(apt/pkgcache\.bin|ldconfig/aux-cache) ", "caches that are computed from what is installed"),
        (@"(file|content) /var/log/journal/", "systemd's log"),
        (@"process ((/usr)?/lib/systemd/systemd --user|\(sd-pam\)) ", "systemd's manager of whoever is logged in, which ends some seconds after the connection"),
        ("(file|content) /var/lib/apt/extended_states ", "which packages came by themselves: the file is there, and empty"),
        (@"content /var/lib/dpkg/status(-old)? ", "packages are compared one by one; dpkg writes this file anew, in another order"),
    ];

    private readonly HashSet<string> lines;

    private HostSnapshot(IEnumerable<string> lines) => this.lines = [.. lines];

    /// <summary>Takes it.</summary>
    public static async Task<HostSnapshot> OfAsync(LabHost host) =>
        new((await host.RunAsync(await File.ReadAllTextAsync($"{Lab.Scripts}/snapshot.sh"))).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !Exceptions.Any(e => Regex.IsMatch(line, $"^({e.Pattern})"))));

    /// <summary>What is there of a kind, such as package.</summary>
    public IEnumerable<string> Of(string kind) => lines.Where(line => line.StartsWith($"{kind} ", StringComparison.Ordinal));

    /// <summary>What came and went since an earlier one.</summary>
    public IReadOnlyList<string> Since(HostSnapshot earlier) =>
        [.. lines.Except(earlier.lines).Select(line => $"+ {line}"), .. earlier.lines.Except(lines).Select(line => $"- {line}")];
}
