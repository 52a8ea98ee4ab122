using System.Net;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Resolving;

/// <summary>The options of dnsmasq.conf that the stand-in honours; it refuses the others.</summary>
internal sealed class DnsmasqConfiguration
{
    private static readonly string[] WithoutValue = ["no-resolv", "no-hosts", "bind-interfaces", "expand-hosts", "domain-needed", "bogus-priv"];

    /// <summary>Where it listens.</summary>
    public required Endpoint Listen { get; init; }

    /// <summary>Addresses by name, in lower case.</summary>
    public required ILookup<string, IPAddress> Hosts { get; init; }

    /// <summary>The domain that nobody else is asked about, or null.</summary>
    public string? LocalDomain { get; init; }

    /// <summary>Who is asked about other names, or null.</summary>
    public Endpoint? Upstream { get; init; }

    /// <summary>Reads the file.</summary>
    public static DnsmasqConfiguration Read(string file)
    {
        MapNode options = DnsmasqReader.Read(file);
        options.Only(["port", "listen-address", "addn-hosts", "domain", "local", "server", "cache-size", .. WithoutValue]);
        foreach ((string name, ConfigNode value) in options.Entries)
        {
            string text = value.AsScalar(name).Text;
            if (WithoutValue.Contains(name) != (text.Length == 0))
                throw value.Wrong(text.Length == 0 ? $"{name} needs a value" : $"{name} takes no value");
        }
        options.OptionalScalar("cache-size")?.Integer("cache-size", 0, 100_000);
        if (options.Find("no-resolv") is null)
            throw options.Wrong("no-resolv is missing: the stand-in reads no other resolver's files");
        return new DnsmasqConfiguration
        {
            Listen = Endpoint.Port(options.Scalar("listen-address").Loopback("listen-address"), options.Scalar("port").Port("port")),
            Hosts = ReadHosts(options),
            LocalDomain = options.OptionalScalar("local") is { } local ? Domain(local) : null,
            Upstream = options.OptionalScalar("server") is { } server ? ReadUpstream(server) : null,
        };
    }

    private static ILookup<string, IPAddress> ReadHosts(MapNode options)
    {
        string? domain = options.Find("expand-hosts") is null ? null : options.OptionalScalar("domain")?.Text;
        return options.All("addn-hosts")
            .SelectMany(hosts => HostsReader.Read(hosts.AsScalar("addn-hosts").Text))
            .SelectMany(host => domain is null || host.Name.Contains('.', StringComparison.Ordinal)
                ? [host]
                : new[] { host, (Name: $"{host.Name}.{domain}", host.Address) })
            .Distinct()
            .ToLookup(host => host.Name.ToLowerInvariant(), host => host.Address);
    }

    private static string Domain(ScalarNode local) =>
        local.Text is ['/', .. var domain, '/'] && domain.Length > 0 ? domain.ToLowerInvariant() : throw local.Wrong($"local must be /domain/, not '{local.Text}'");

    private static Endpoint ReadUpstream(ScalarNode server)
    {
        string[] parts = server.Text.Split('#');
        int port = 53;
        return IPAddress.TryParse(parts[0], out IPAddress? address) && (parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], out port)))
            ? Endpoint.Port(address, port)
            : throw server.Wrong($"server must be an address or address#port, not '{server.Text}'");
    }
}
