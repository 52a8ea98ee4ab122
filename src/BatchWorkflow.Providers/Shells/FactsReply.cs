using System.Globalization;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Reads what a server's shell tells of the server.</summary>
internal static class FactsReply
{
    private const int KibInMib = 1024, KibInGib = 1024 * 1024;

    /// <summary>The facts in an answer to bw_facts.</summary>
    public static ServerFacts Read(ShellReply reply) => new()
    {
        Os = Release(reply, "ID"),
        Version = Release(reply, "VERSION_ID"),
        Kernel = reply.Text("kernel"),
        HostName = reply.Text("host"),
        Cpu = Number(reply.Text("cpu")),
        Memory = Number(Word(reply.Text("memory"), 1)) / KibInMib,
        // In POSIX form: a line of titles, then file system, size, used, …
        Disk = Number(Word(reply.Text("disk").Split('\n')[^1], 1)) / KibInGib,
        Addresses = [.. Words(reply.Text("addresses")).Select(Address).OfType<string>().Distinct()],
    };

    private static string Release(ShellReply reply, string name) => reply.Text("os").Split('\n')
        .Where(line => line.StartsWith(name + "=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..].Trim('"', '\'')).FirstOrDefault("");

    private static int? Number(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? (int)Math.Min(number, int.MaxValue) : null;

    private static string Word(string line, int index) => Words(line).ElementAtOrDefault(index) ?? "";

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string? Address(string word)
        => System.Net.IPAddress.TryParse(word.Split('/')[0], out System.Net.IPAddress? address) && !System.Net.IPAddress.IsLoopback(address)
            && word.IndexOfAny(['.', ':']) > 0 && !address.IsIPv6LinkLocal ? address.ToString() : null;
}
