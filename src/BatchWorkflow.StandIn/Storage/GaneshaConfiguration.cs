using System.Net;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>What the stand-in uses of ganesha.conf, and what it checks beside.</summary>
internal sealed record GaneshaConfiguration(Endpoint Listen)
{
    private static readonly string[] Access = ["RW", "RO", "MDONLY", "MDONLY_RO", "None"];
    private static readonly string[] Squashes = ["root", "root_squash", "all", "all_squash", "no_root_squash", "none"];

    /// <summary>Reads the file.</summary>
    public static GaneshaConfiguration Read(string file)
    {
        MapNode root = GaneshaReader.Read(file);
        root.Only("NFS_CORE_PARAM", "NFS_KRB5", "NFSv4", "EXPORT", "LOG", "EXPORT_DEFAULTS");
        MapNode core = root.Map("NFS_CORE_PARAM");
        core.Only("NFS_Port", "Bind_addr", "Protocols", "NFS_Protocols", "Enable_NLM", "Enable_RQUOTA", "Enable_UDP");
        MapNode[] exports = [.. root.All("EXPORT").Select(export => export.AsMap("EXPORT"))];
        if (exports.Length == 0)
            throw root.Wrong("EXPORT is missing: nothing would be served");
        foreach (MapNode export in exports)
            CheckExport(export);
        RefuseTwice(exports, "Export_Id");
        RefuseTwice(exports, "Pseudo");
        IPAddress address = core.Scalar("Bind_addr").Loopback("Bind_addr");
        return new GaneshaConfiguration(Endpoint.Port(address, core.Scalar("NFS_Port").Port("NFS_Port")));
    }

    private static void CheckExport(MapNode export)
    {
        export.Only("Export_Id", "Path", "Pseudo", "Access_Type", "Squash", "Protocols", "SecType", "FSAL", "CLIENT", "Transports");
        export.Scalar("Export_Id").Integer("Export_Id", 0, 65535);
        ScalarNode path = export.Scalar("Path");
        if (!Directory.Exists(path.AbsolutePath("Path")))
            throw path.Wrong($"the folder {path.Text} is not there");
        export.Scalar("Pseudo").AbsolutePath("Pseudo");
        export.OptionalScalar("Access_Type")?.OneOf("Access_Type", Access);
        export.OptionalScalar("Squash")?.OneOf("Squash", Squashes);
        export.Map("FSAL").Scalar("Name").OneOf("Name", "VFS", "MEM");
    }

    private static void RefuseTwice(MapNode[] exports, string name)
    {
        ScalarNode? twice = exports.Select(export => export.Scalar(name)).GroupBy(value => value.Text).FirstOrDefault(same => same.Count() > 1)?.Last();
        if (twice is not null)
            throw twice.Wrong($"{name} {twice.Text} is taken by another export");
    }
}
