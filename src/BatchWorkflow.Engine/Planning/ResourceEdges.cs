namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// The edges that follow from what steps act on: servers, requirements, conflicts, and all that in reverse for what is deleted.
/// </summary>
internal sealed class ResourceEdges(PlanDraft draft, OperationOrder order)
{
    private readonly Dictionary<(string, string), EdgeOrigin> _origins = [];

    /// <summary>Connects every step.</summary>
    public void Connect()
    {
        foreach (OperationDraft operation in draft.Operations)
            foreach (StepDraft step in operation.Steps)
                if (step.Kind != StepKind.Taskserv)
                    continue;
                else if (step.Type == OperationType.Delete)
                    ConnectDelete(step);
                else
                    ConnectMake(step);
    }

    private void ConnectMake(StepDraft step)
    {
        IReadOnlyList<StepDraft> creates = [.. draft.Index.OfServer(step.Site!.Name).Where(s => s.Type == OperationType.Create)];
        foreach (StepDraft create in order.NotAfter(step, creates))
            step.Edges.Add(new DraftEdge(create, StepEdge.Hard, EdgeOrigin.Server, step.Makes ? EdgeNeed.Effect : EdgeNeed.None));
        foreach (string other in OthersOf(step))
            foreach (StepDraft create in order.NotAfter(step, [.. draft.Index.OfServer(other).Where(s => s.Type == OperationType.Create)]))
                step.Edges.Add(new DraftEdge(create, StepEdge.Hard, EdgeOrigin.Server));
        if (!step.Makes)
            return;
        TaskservDefinition taskserv = step.Taskserv!;
        for (int i = 0; i < taskserv.Requires.Count; i++)
            ConnectRequired(step, taskserv.Requires[i], i);
        for (int i = 0; i < taskserv.ConflictsWith.Count; i++)
            foreach (StepDraft going in On(step, taskserv.ConflictsWith[i], OperationType.Delete))
                ConnectConflict(step, going, Origin(taskserv, taskserv.ConflictsWith[i], "conflicts_with", i));
    }

    private void ConnectRequired(StepDraft step, string required, int index)
    {
        EdgeOrigin origin = Origin(step.Taskserv!, required, "requires", index);
        IReadOnlyList<StepDraft> creates = [.. On(step, required, OperationType.Create)];
        foreach (StepDraft create in order.NotAfter(step, creates))
            step.Edges.Add(new DraftEdge(create, StepEdge.Hard, origin, EdgeNeed.Effect));
        foreach (StepDraft update in On(step, required, OperationType.Update))
            if (!order.IsAfter(update.Operation, step.Operation))
                step.Edges.Add(new DraftEdge(update, StepEdge.Hard, origin));
    }

    private void ConnectDelete(StepDraft step)
    {
        foreach (StepDraft server in OthersOf(step).Prepend(step.Site!.Name).SelectMany(draft.Index.OfServer))
            if (server.Type == OperationType.Delete && !order.IsAfter(step.Operation, server.Operation))
                server.Edges.Add(new DraftEdge(step, StepEdge.Hard, EdgeOrigin.ServerGoes));
        foreach (StepDraft create in Adopting(step))
            step.Edges.Add(new DraftEdge(create, StepEdge.Hard, EdgeOrigin.Server, EdgeNeed.None));
        TaskservDefinition taskserv = step.Taskserv!;
        for (int i = 0; i < taskserv.Requires.Count; i++)
            foreach (StepDraft required in On(step, taskserv.Requires[i], OperationType.Delete))
                if (!order.IsAfter(step.Operation, required.Operation))
                    required.Edges.Add(new DraftEdge(step, StepEdge.Hard, Origin(taskserv, taskserv.Requires[i], "requires", i)));
        for (int i = 0; i < taskserv.ConflictsWith.Count; i++)
            foreach (StepDraft made in On(step, taskserv.ConflictsWith[i], OperationType.Create))
                ConnectConflict(made, step, Origin(taskserv, taskserv.ConflictsWith[i], "conflicts_with", i));
    }

    /// <summary>The steps that take over a machine on which something is deleted; before them it cannot be reached.</summary>
    private IReadOnlyList<StepDraft> Adopting(StepDraft step)
    {
        IReadOnlyList<StepDraft> steps = [.. draft.Index.OfServer(step.Site!.Name)];
        return steps.Any(s => s.Type == OperationType.Delete) || draft.IsThere(step.Site) || !draft.IsAdopted(step.Site)
            ? []
            : [.. steps.Where(s => s.Type == OperationType.Create && !order.IsAfter(s.Operation, step.Operation))];
    }

    /// <summary>What conflicts goes first, unless the definition says otherwise: then it is a conflict, which is told elsewhere.</summary>
    private void ConnectConflict(StepDraft made, StepDraft going, EdgeOrigin origin)
    {
        if (!order.IsAfter(going.Operation, made.Operation))
            made.Edges.Add(new DraftEdge(going, StepEdge.Hard, origin));
    }

    /// <summary>The servers of a step's cluster beside the one that it runs on: what is installed once is there for all of them.</summary>
    private IEnumerable<string> OthersOf(StepDraft step) => step.Operation.Definition?.Target == OperationTarget.Cluster
        ? draft.Sites.FindCluster(step.Item)?.Servers.Where(s => s != step.Site!.Name) ?? []
        : [];

    private IEnumerable<StepDraft> On(StepDraft step, string taskserv, OperationType type) =>
        draft.Index.OfTaskserv(taskserv, step.Site!.Name).Where(s => s.Type == type);

    private EdgeOrigin Origin(TaskservDefinition taskserv, string other, string field, int index)
    {
        if (!_origins.TryGetValue((taskserv.Name, $"{field}[{index}]"), out EdgeOrigin? origin))
        {
            string verb = field == "requires" ? "requires" : "conflicts with";
            origin = new EdgeOrigin($"taskserv {taskserv.Name} {verb} {other}", taskserv.Source.Find($"{field}[{index}]"));
            _origins.Add((taskserv.Name, $"{field}[{index}]"), origin);
        }
        return origin;
    }
}
