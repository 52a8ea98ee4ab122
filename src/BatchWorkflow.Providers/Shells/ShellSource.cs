using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Our own shell programs: what every kept shell is taught, and what runs each script.</summary>
internal static class ShellSource
{
    private static readonly string Functions = Read("shell.sh");
    private static readonly string Runner = Read("bw-run-remote.sh");

    /// <summary>The runner's file name on servers: it names its content, so that scripts which run keep the one that they began with.</summary>
    public static string RunnerName { get; } = $"bw-run-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Runner)))[..12]}";

    /// <summary>The first request to a shell.</summary>
    /// <param name="folder">The folder of our files.</param>
    /// <param name="watcher">Names those who look at streams through this connection.</param>
    /// <param name="now">Today decides whether old files are looked for.</param>
    public static string Hello(string folder, string watcher, DateTimeOffset now) => $$"""
        exec 2>&1
        unset ENV
        bw_folder={{ShellText.Quote(folder)}} bw_runner={{RunnerName}} bw_id={{watcher}} bw_day={{now.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}}
        bw_install() {
        {{ShellText.Print(Runner)}} >"$bw/.$bw_runner.$$" && mv "$bw/.$bw_runner.$$" "$bw/$bw_runner"
        }
        {{Functions}}
        bw_hello
        """;

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its program {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
