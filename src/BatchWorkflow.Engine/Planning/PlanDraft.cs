namespace BatchWorkflow.Engine.Planning;

/// <summary>A plan in the making: what it is made from and how far it has come.</summary>
internal sealed class PlanDraft(PlanInput input)
{
    private readonly Dictionary<string, OperationDraft> _operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _adopted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _replaced = new(StringComparer.Ordinal);
    private PlanTemplates? _templates;

    public PlanInput Input { get; } = input;
    public WorkflowDefinition Workflow => Input.Source.Workflow;
    public Sites Sites { get; } = new(input.Source.Infrastructure);
    public ObservedFacts Facts { get; } = new(input.Observed);
    public PlanProblems Problems { get; } = new();

    /// <summary>What templates and conditions come to.</summary>
    public PlanTemplates Templates => _templates ??= new PlanTemplates(this);

    /// <summary>The operations in the order of the file, with the steps that each would have if all of the workflow were planned.</summary>
    public List<OperationDraft> Operations { get; } = [];

    /// <summary>The shared resources that are made, one operation a provider.</summary>
    public List<OperationDraft> Making { get; } = [];

    /// <summary>The shared resources that go, one operation a provider.</summary>
    public List<OperationDraft> Going { get; } = [];

    /// <summary>The steps by what they act on, selected or not.</summary>
    public StepIndex Index { get; } = new();

    /// <summary>What is missing for a step or an operation; a problem if that comes into the plan.</summary>
    public List<(GraphNode For, string Member, Problem Problem)> Unmet { get; } = [];

    /// <summary>The operation of that id, or null.</summary>
    public OperationDraft? Operation(string id) => _operations.GetValueOrDefault(id);

    /// <summary>True when an operation's failures let the rest go on: then what depends on it is held up only on the servers where it failed.</summary>
    public bool GoesOn(OperationDraft operation) => (Input.Options.OnFailure ?? operation.Definition?.OnFailure) == FailureAction.Continue;

    /// <summary>Adds an operation of the workflow.</summary>
    public void Add(OperationDraft operation)
    {
        Operations.Add(operation);
        _operations.TryAdd(operation.Id, operation);
    }

    /// <summary>A place in the workflow file.</summary>
    public SourceLocation InWorkflow(string path) => Workflow.Source.Find(path);

    /// <summary>A place in the infrastructure file.</summary>
    public SourceLocation InInfrastructure(string path) => Sites.Infrastructure.Source.Find(path);

    /// <summary>True when the server is there.</summary>
    public bool IsThere(ServerSite site) => Facts.Find(site.Identity) is not null;

    /// <summary>True when the server's machine is there whatever its provider knows of it, so that making the server only takes it over.</summary>
    public bool IsAdopted(ServerSite site)
    {
        if (!_adopted.TryGetValue(site.Identity, out bool isAdopted))
            _adopted.Add(site.Identity, isAdopted = Input.Providers.TryGetValue(site.Server.Provider, out Provider? provider)
                && Specifications.Adopted(provider, Sites.Infrastructure.Name, site.Server) is not null);
        return isAdopted;
    }

    /// <summary>
    /// True when the taskserv is on the server, as wanted or not: its check says so, or, when nobody asked it, a record does. A record of a server
    /// that its provider does not know tells nothing.
    /// </summary>
    public bool IsThere(ServerSite site, string taskserv)
    {
        bool isKnown = IsThere(site);
        if ((!isKnown && !IsAdopted(site)) || IsReplaced(site))
            return false;
        bool isRecorded = isKnown && Facts.Record(site.Identity, taskserv) is not null;
        return Facts.Check(site.Identity, taskserv) is { IsTold: true } answer ? !answer.IsAbsent(isRecorded) : isRecorded;
    }

    /// <summary>True when an operation that is asked for makes the server anew: nothing of what is on it stays.</summary>
    private bool IsReplaced(ServerSite site)
    {
        if (!Input.Options.AllowReplace || !Input.Providers.TryGetValue(site.Server.Provider, out Provider? provider))
            return false;
        if (_replaced.TryGetValue(site.Identity, out bool known))
            return known;
        ResourceState? found = Facts.Find(site.Identity);
        return _replaced[site.Identity] = Index.OfServer(site.Name)
            .Any(s => s.Makes && Selector.Matches(Input.Options.Operations, s.Operation.Id) && provider.Diff(found, Templates.Wanted(s).Wanted).Kind == DiffKind.Replace);
    }
}
