using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What the names in dependencies stand for.</summary>
internal sealed class DependencyTargets(PlanDraft draft)
{
    /// <summary>Reads a name; one that says nothing known is null, and a problem unless it may be lacking.</summary>
    public DependencyName? Read(string text, SourceLocation location, bool mayLack = false)
    {
        if (!DependencyName.TryParse(text, out DependencyName? name))
        {
            draft.Problems.Add("Plan.BadName", $"\"{text}\" is not the name of a resource.", $"Write {DependencyName.Forms}.", location);
            return null;
        }
        if (IsKnown(name))
            return name;
        if (mayLack)
            return null;
        string wanted = name.Kind == DependencyKind.Taskserv ? name.Server! : name.Name;
        draft.Problems.Add("Plan.UnknownName", $"{text} is not known.", Phrases.DidYouMean(wanted, Known(name.Kind)), location);
        return null;
    }

    /// <summary>Every step that the name stands for.</summary>
    public IReadOnlyList<StepDraft> Steps(DependencyName name) => name switch
    {
        { Kind: DependencyKind.Operation } => draft.Operation(name.Name)?.Steps ?? [],
        { Kind: DependencyKind.Server } => draft.Index.OfServer(name.Name),
        { Kind: DependencyKind.Cluster } => draft.Index.OfCluster(name.Name),
        { Server: { } server } => draft.Index.OfTaskserv(name.Name, server),
        _ => draft.Index.OfTaskserv(name.Name),
    };

    /// <summary>True when what the name stands for is there already, on one server or wherever it belongs.</summary>
    public bool IsThere(DependencyName name, ServerSite? site) => name.Kind switch
    {
        DependencyKind.Operation => false,
        DependencyKind.Server => draft.Sites.Find(name.Name) is { } server && draft.IsThere(server),
        DependencyKind.Cluster => draft.Sites.FindCluster(name.Name) is { Servers.Count: > 0 } cluster
            && draft.Sites.Find(cluster.Servers[0]) is { } first && cluster.Taskservs.All(t => draft.IsThere(first, t)),
        _ => Landing(name, site).All(s => draft.IsThere(s, name.Name)),
    };

    private IEnumerable<ServerSite> Landing(DependencyName taskserv, ServerSite? site) =>
        (taskserv.Server is null ? site : draft.Sites.Find(taskserv.Server)) is { } only ? [only] : draft.Sites.LandingOf(taskserv.Name);

    /// <summary>Whether the name says something of these definitions; which taskservs there are is the loader's to know.</summary>
    private bool IsKnown(DependencyName name) => name.Kind switch
    {
        DependencyKind.Operation => draft.Operation(name.Name) is not null,
        DependencyKind.Server => draft.Sites.Find(name.Name) is not null,
        DependencyKind.Cluster => draft.Sites.FindCluster(name.Name) is not null,
        _ => name.Server is null || draft.Sites.Find(name.Server) is not null,
    };

    private IReadOnlyCollection<string> Known(DependencyKind kind) => kind switch
    {
        DependencyKind.Operation => [.. draft.Operations.Select(o => o.Id)],
        DependencyKind.Cluster => [.. draft.Sites.ClusterNames],
        _ => draft.Sites.Names,
    };
}
