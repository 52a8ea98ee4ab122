namespace BatchWorkflow.Engine.Planning;

/// <summary>Turns operations × items × servers into steps. An item that yields no step is a problem.</summary>
internal sealed class StepExpansion(PlanDraft draft)
{
    /// <summary>Expands every operation of the workflow.</summary>
    public void Run()
    {
        foreach (OperationDefinition definition in draft.Workflow.Operations)
        {
            OperationDraft operation = new(definition.Id, draft.Operations.Count, definition);
            draft.Add(operation);
            if (definition.Type == OperationType.Gate)
                AddGate(operation);
            else
                Expand(operation, definition);
        }
    }

    /// <summary>A step of a taskserv on a server, for an operation that acts on taskservs or clusters.</summary>
    public static StepDraft TaskservStep(
        OperationDraft operation, TaskservDefinition taskserv, ServerSite site, (string Name, int Index) item, bool isExtra = false)
    {
        OperationDefinition definition = operation.Definition!;
        string id = definition.Target == OperationTarget.Cluster
            ? $"{operation.Id}/{item.Name}.{taskserv.Name}@{site.Name}"
            : $"{operation.Id}/{taskserv.Name}@{site.Name}";
        return new StepDraft(id, operation, definition.Type)
        {
            Kind = StepKind.Taskserv,
            Item = item.Name,
            ItemIndex = item.Index,
            Site = site,
            Provider = site.Server.Provider,
            Taskserv = taskserv,
            IsExtra = isExtra,
        };
    }

    private void AddGate(OperationDraft operation) =>
        Add(new StepDraft($"{operation.Id}/gate", operation, OperationType.Gate) { Kind = StepKind.Gate, Item = "gate" });

    private void Expand(OperationDraft operation, OperationDefinition definition)
    {
        if (definition.Items.Count == 0)
            draft.Problems.Add("Plan.NoStep", $"Operation {operation.Id} has no items, so it would do nothing.",
                "Name what it acts on under items.", draft.InWorkflow(operation.Path("items")));
        ServerScope scope = new(definition, draft.Sites);
        foreach ((string selector, int index) in scope.Unmatched)
            draft.Problems.Add("Plan.NoServer", $"{selector} matches no server of infrastructure {draft.Sites.Infrastructure.Name}.",
                Phrases.DidYouMean(selector, draft.Sites.Names), draft.InWorkflow(operation.Path($"servers[{index}]")));
        for (int i = 0; i < definition.Items.Count; i++)
            Expand(operation, scope, (definition.Items[i], i));
    }

    private void Expand(OperationDraft operation, ServerScope scope, (string Name, int Index) item)
    {
        switch (operation.Definition!.Target)
        {
            case OperationTarget.Server: ExpandServer(operation, scope, item); break;
            case OperationTarget.Cluster: ExpandCluster(operation, scope, item); break;
            default: ExpandTaskserv(operation, scope, item); break;
        }
    }

    private void ExpandServer(OperationDraft operation, ServerScope scope, (string Name, int Index) item)
    {
        if (draft.Sites.Find(item.Name) is not { } site)
            Unknown("Server", operation, item, draft.Sites.Names);
        else if (!scope.Covers(site))
            NoStep(operation, item, $"server {site.Name} ({scope.WhyNot(site)})");
        else
            Add(new StepDraft($"{operation.Id}/{site.Name}", operation, operation.Definition!.Type)
            {
                Kind = StepKind.Server,
                Item = item.Name,
                ItemIndex = item.Index,
                Site = site,
                Provider = site.Server.Provider,
            });
    }

    private void ExpandTaskserv(OperationDraft operation, ServerScope scope, (string Name, int Index) item)
    {
        if (!draft.Input.Source.Taskservs.TryGetValue(item.Name, out TaskservDefinition? taskserv))
        {
            Unknown("Taskserv", operation, item, [.. draft.Input.Source.Taskservs.Keys]);
            return;
        }
        IReadOnlyList<ServerSite> landing = draft.Sites.LandingOf(item.Name);
        bool any = false;
        foreach (ServerSite site in landing)
            if (scope.Covers(site))
            {
                Add(TaskservStep(operation, taskserv, site, item));
                any = true;
            }
        if (!any)
            NoStep(operation, item, landing.Count == 0
                ? "any server, for there is none"
                : $"the servers that taskserv {item.Name} lands on ({scope.WhyNot(landing)})");
    }

    private void ExpandCluster(OperationDraft operation, ServerScope scope, (string Name, int Index) item)
    {
        if (draft.Sites.FindCluster(item.Name) is not { } cluster)
            Unknown("Cluster", operation, item, [.. draft.Sites.ClusterNames]);
        else if (cluster.Servers.Count == 0 || cluster.Taskservs.Count == 0)
            NoStep(operation, item, $"cluster {item.Name}, which has no {(cluster.Servers.Count == 0 ? "servers" : "taskservs")}");
        else if (draft.Sites.Find(cluster.Servers[0]) is not { } site)
            Unknown("Server", operation, (cluster.Servers[0], item.Index), draft.Sites.Names);
        else if (!scope.Covers(site))
            NoStep(operation, item, $"server {site.Name}, the first of cluster {item.Name} ({scope.WhyNot(site)})");
        else
            foreach (string name in cluster.Taskservs)
                if (draft.Input.Source.Taskservs.TryGetValue(name, out TaskservDefinition? taskserv))
                    Add(TaskservStep(operation, taskserv, site, item));
                else
                    Unknown("Taskserv", operation, (name, item.Index), [.. draft.Input.Source.Taskservs.Keys]);
    }

    private void Add(StepDraft step)
    {
        if (draft.Index.Add(step))
            step.Operation.Steps.Add(step);
        else
            draft.Problems.Add("Plan.Twice", $"Operation {step.Operation.Id} names {step.Item} twice.",
                "Remove one of them.", draft.InWorkflow(step.ItemPath));
    }

    private void Unknown(string what, OperationDraft operation, (string Name, int Index) item, IReadOnlyCollection<string> known) =>
        draft.Problems.Add($"Plan.Unknown{what}", $"{what} {item.Name} of operation {operation.Id} is not known.",
            Phrases.DidYouMean(item.Name, known), draft.InWorkflow(operation.Path($"items[{item.Index}]")));

    private void NoStep(OperationDraft operation, (string Name, int Index) item, string where) =>
        draft.Problems.Add("Plan.NoStep", $"Item {item.Name} of operation {operation.Id} yields no step: the operation leaves out {where}.",
            "Widen the operation's servers or providers, or take the item out.", draft.InWorkflow(operation.Path($"items[{item.Index}]")));
}
