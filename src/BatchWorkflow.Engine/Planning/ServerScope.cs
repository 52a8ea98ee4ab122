namespace BatchWorkflow.Engine.Planning;

/// <summary>Which servers an operation concerns, by its providers and its selectors.</summary>
internal sealed class ServerScope
{
    private readonly OperationDefinition _operation;
    private readonly bool[] _covered;

    public ServerScope(OperationDefinition operation, Sites sites)
    {
        _operation = operation;
        _covered = new bool[sites.All.Count];
        foreach (ServerSite site in sites.All)
            _covered[site.Index] = IsOfProvider(site) && Selector.Matches(operation.Servers, site.Server);
        Unmatched = [.. operation.Servers.Select((selector, index) => (selector, index))
            .Where(s => !sites.All.Any(site => Selector.Matches(s.selector, site.Server)))];
    }

    /// <summary>The selectors that match no server at all.</summary>
    public IReadOnlyList<(string Selector, int Index)> Unmatched { get; }

    /// <summary>True when the operation concerns the server.</summary>
    public bool Covers(ServerSite site) => _covered[site.Index];

    /// <summary>Why a server is left out.</summary>
    public string WhyNot(ServerSite site) => IsOfProvider(site)
        ? $"servers: {Phrases.List(_operation.Servers)}"
        : $"its provider is {site.Server.Provider}, providers: {Phrases.List(_operation.Providers)}";

    /// <summary>Why all of these servers are left out.</summary>
    public string WhyNot(IReadOnlyList<ServerSite> sites) => sites.Any(IsOfProvider)
        ? $"servers: {Phrases.List(_operation.Servers)}"
        : $"providers: {Phrases.List(_operation.Providers)}";

    private bool IsOfProvider(ServerSite site) => _operation.Providers.Count == 0 || _operation.Providers.Contains(site.Server.Provider);
}
