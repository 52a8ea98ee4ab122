namespace BatchWorkflow.Engine.Planning;

/// <summary>The steps by what they act on.</summary>
internal sealed class StepIndex
{
    private readonly Dictionary<string, List<StepDraft>> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StepDraft>> _onServer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StepDraft>> _taskservs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Taskserv, string Server), List<StepDraft>> _placed = [];
    private readonly Dictionary<string, List<StepDraft>> _clusters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Adds a step; false when a step of that id is there.</summary>
    public bool Add(StepDraft step)
    {
        if (!_ids.Add(step.Id))
            return false;
        if (step.Kind == StepKind.Server)
            Put(_servers, step.Site!.Name, step);
        if (step.Kind != StepKind.Taskserv)
            return true;
        Put(_onServer, step.Site!.Name, step);
        Put(_taskservs, step.Taskserv!.Name, step);
        Put(_placed, (step.Taskserv.Name, step.Site.Name), step);
        if (step.Operation.Definition?.Target == OperationTarget.Cluster)
            Put(_clusters, step.Item, step);
        return true;
    }

    /// <summary>The steps that make, change, compare or delete a server.</summary>
    public IReadOnlyList<StepDraft> OfServer(string server) => Get(_servers, server);

    /// <summary>The steps of taskservs on a server.</summary>
    public IReadOnlyList<StepDraft> OnServer(string server) => Get(_onServer, server);

    /// <summary>The steps of a taskserv, on every server.</summary>
    public IReadOnlyList<StepDraft> OfTaskserv(string taskserv) => Get(_taskservs, taskserv);

    /// <summary>The steps of a taskserv on one server.</summary>
    public IReadOnlyList<StepDraft> OfTaskserv(string taskserv, string server) => Get(_placed, (taskserv, server));

    /// <summary>The steps of a cluster.</summary>
    public IReadOnlyList<StepDraft> OfCluster(string cluster) => Get(_clusters, cluster);

    private static List<StepDraft> Get<TKey>(Dictionary<TKey, List<StepDraft>> index, TKey key)
        where TKey : notnull => index.TryGetValue(key, out List<StepDraft>? steps) ? steps : [];

    private static void Put<TKey>(Dictionary<TKey, List<StepDraft>> index, TKey key, StepDraft step)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out List<StepDraft>? steps))
            index.Add(key, steps = []);
        steps.Add(step);
    }
}
