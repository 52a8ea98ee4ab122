using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>What the stand-in uses of ceph.conf for one monitor, and what it checks beside.</summary>
internal sealed partial record CephConfiguration(Endpoint Listen)
{
    private static readonly string[] Authentications = ["cephx", "none"];

    /// <summary>Reads the file for the monitor <paramref name="id"/>.</summary>
    public static CephConfiguration Read(string file, string id)
    {
        MapNode root = IniReader.Read(file);
        MapNode global = root.Map("global");
        global.Only("fsid", "mon initial members", "mon host", "public network", "auth cluster required", "auth service required",
            "auth client required", "osd pool default size", "osd pool default min size", "log file", "log to stderr", "mon cluster log file",
            "mon cluster log to stderr", "run dir", "crash dir", "admin socket");
        ScalarNode fsid = global.Scalar("fsid");
        if (!Guid.TryParseExact(fsid.Text, "D", out _))
            throw fsid.Wrong($"fsid must be a UUID, not '{fsid.Text}'");
        ScalarNode members = global.Scalar("mon initial members");
        if (!members.Text.Split(',', ' ').Contains(id))
            throw members.Wrong($"mon initial members does not name {id}");
        foreach (string name in (string[])["auth cluster required", "auth service required", "auth client required"])
            global.OptionalScalar(name)?.OneOf(name, Authentications);
        CheckSizes(global);
        MapNode monitor = root.Map($"mon.{id}");
        monitor.Only("mon data", "host", "public addr", "log file");
        monitor.Scalar("mon data").AbsolutePath("mon data");
        return new CephConfiguration(ReadHost(global.Scalar("mon host")));
    }

    private static void CheckSizes(MapNode global)
    {
        int size = global.OptionalScalar("osd pool default size")?.Integer("osd pool default size", 1, 10) ?? 3;
        if (global.OptionalScalar("osd pool default min size") is { } least && least.Integer("osd pool default min size", 1, 10) > size)
            throw least.Wrong($"osd pool default min size is {least.Text}, more than osd pool default size, which is {size}");
    }

    private static Endpoint ReadHost(ScalarNode host)
    {
        Match match = HostPattern().Match(host.Text);
        if (!match.Success || !IPAddress.TryParse(match.Groups["address"].Value, out IPAddress? address))
            throw host.Wrong($"mon host must be [v2:address:port], not '{host.Text}'");
        new ScalarNode(host.File, host.Line, address.ToString()).Loopback("mon host");
        return Endpoint.Port(address, int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^\[v2:(?<address>[0-9.]+):(?<port>[0-9]{1,5})(/0)?\]$", RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern();
}
