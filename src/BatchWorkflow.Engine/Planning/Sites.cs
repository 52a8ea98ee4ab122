namespace BatchWorkflow.Engine.Planning;

/// <summary>A server with its place in the infrastructure file.</summary>
/// <param name="Server">The server.</param>
/// <param name="Identity">infrastructure/server.</param>
/// <param name="Index">Its place in the file.</param>
internal sealed record ServerSite(ServerDefinition Server, string Identity, int Index)
{
    /// <summary>The server's name.</summary>
    public string Name => Server.Name;

    /// <summary>The path of one of its fields in the infrastructure file.</summary>
    public string Path(string field) => $"servers[{Index}].{field}";
}

/// <summary>The servers and clusters of an infrastructure by name, and which taskservs land where.</summary>
internal sealed class Sites
{
    private readonly Dictionary<string, ServerSite> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterDefinition> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ServerSite>> _landings = new(StringComparer.Ordinal);

    public Sites(InfrastructureDefinition infrastructure)
    {
        Infrastructure = infrastructure;
        List<ServerSite> all = new(infrastructure.Servers.Count);
        foreach (ServerDefinition server in infrastructure.Servers)
        {
            ServerSite site = new(server, Specifications.Identity(infrastructure.Name, server.Name), all.Count);
            all.Add(site);
            _byName.TryAdd(server.Name, site);
            foreach (string taskserv in server.Taskservs)
                Landing(taskserv).Add(site);
        }
        All = all;
        foreach (ClusterDefinition cluster in infrastructure.Clusters)
            _clusters.TryAdd(cluster.Name, cluster);
    }

    public InfrastructureDefinition Infrastructure { get; }

    /// <summary>The servers in the order of the file.</summary>
    public IReadOnlyList<ServerSite> All { get; }

    /// <summary>The names of the servers.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The names of the clusters.</summary>
    public IEnumerable<string> ClusterNames => _clusters.Keys;

    /// <summary>The server of that name, or null.</summary>
    public ServerSite? Find(string server) => _byName.GetValueOrDefault(server);

    /// <summary>The cluster of that name, or null.</summary>
    public ClusterDefinition? FindCluster(string cluster) => _clusters.GetValueOrDefault(cluster);

    /// <summary>The servers that list a taskserv; all servers when none lists it.</summary>
    public IReadOnlyList<ServerSite> LandingOf(string taskserv) =>
        _landings.TryGetValue(taskserv, out List<ServerSite>? sites) ? sites : All;

    private List<ServerSite> Landing(string taskserv)
    {
        if (!_landings.TryGetValue(taskserv, out List<ServerSite>? sites))
            _landings.Add(taskserv, sites = []);
        return sites;
    }
}
