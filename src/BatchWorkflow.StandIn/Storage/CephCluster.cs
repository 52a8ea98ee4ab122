using BatchWorkflow.StandIn.Configuration;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>Checks Rook's CephCluster manifest as its operator would before it starts monitors.</summary>
internal static class CephCluster
{
    /// <summary>Reads the file; throws for what the operator would refuse.</summary>
    public static void Check(string file)
    {
        MapNode manifest = YamlReader.Document(file);
        manifest.Only("apiVersion", "kind", "metadata", "spec");
        manifest.Scalar("apiVersion").MustBe("apiVersion", "ceph.rook.io/v1");
        manifest.Scalar("kind").MustBe("kind", "CephCluster");
        MapNode metadata = manifest.Map("metadata");
        metadata.Scalar("name");
        metadata.Scalar("namespace");
        MapNode spec = manifest.Map("spec");
        spec.Only("cephVersion", "dataDirHostPath", "mon", "mgr", "dashboard", "network", "storage", "monitoring");
        spec.Map("cephVersion").Scalar("image");
        spec.Scalar("dataDirHostPath").AbsolutePath("dataDirHostPath");
        MapNode monitors = spec.Map("mon");
        ScalarNode count = monitors.Scalar("count");
        if (count.Integer("count", 1, 9) % 2 == 0)
            throw count.Wrong($"count must be odd so that monitors can have a majority, not {count.Text}");
        monitors.OptionalScalar("allowMultiplePerNode")?.Flag("allowMultiplePerNode");
        CheckStorage(spec.Map("storage"));
    }

    private static void CheckStorage(MapNode storage)
    {
        storage.Scalar("useAllNodes").Flag("useAllNodes");
        storage.Scalar("useAllDevices").Flag("useAllDevices");
        if (storage.Find("nodes") is not { } nodes)
            return;
        foreach (ConfigNode node in nodes.AsList("nodes").Items)
            node.AsMap("a node").Scalar("name");
    }
}
