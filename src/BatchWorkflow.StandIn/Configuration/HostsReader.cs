using System.Net;

namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads hosts(5): an address and its names a line.</summary>
internal static class HostsReader
{
    /// <summary>Every name with its address, in the order of the file; a name's first address counts.</summary>
    public static IReadOnlyList<(string Name, IPAddress Address)> Read(string file)
    {
        List<(string Name, IPAddress Address)> hosts = [];
        foreach ((int number, string text) in ConfigFile.Lines(file, "#"))
        {
            string[] words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!IPAddress.TryParse(words[0], out IPAddress? address))
                throw new ConfigurationException(file, number, $"'{words[0]}' is not an IP address");
            if (words.Length < 2)
                throw new ConfigurationException(file, number, $"{address} has no name");
            hosts.AddRange(words[1..].Select(name => (name, address)));
        }
        return hosts;
    }
}
