namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Takes into the plan what was asked for. What that needs and lacks, in the plan or in the world, comes along, or is a problem that
/// lists it.
/// </summary>
internal sealed class PartSelection(PlanDraft draft)
{
    private readonly PlanOptions _options = draft.Input.Options;
    private readonly Queue<StepDraft> _open = new();
    private readonly HashSet<OperationDraft> _settled = [];
    private readonly LeftDifferent _different = new(draft);

    /// <summary>Selects.</summary>
    public void Run()
    {
        CheckPatterns();
        foreach (OperationDraft operation in draft.Operations)
            if (Selector.Matches(_options.Operations, operation.Id))
                foreach (StepDraft step in operation.Steps)
                    if (!step.IsExtra && (step.Site is null || Selector.Matches(_options.Servers, step.Site.Server)))
                        Take(step);
        if (_open.Count == 0 && !draft.Problems.HasErrors)
            draft.Problems.Add("Plan.Empty", "No step is left: nothing of the workflow concerns these operations and servers.",
                "Widen -Operation or -Server.", draft.InWorkflow("operations"));
        while (_open.TryDequeue(out StepDraft? step))
            Need(step);
        foreach ((GraphNode needing, string member, Problem problem) in draft.Unmet)
            if (needing.IsSelected)
                draft.Problems.AddTo(problem.Message, member, problem);
    }

    private void CheckPatterns()
    {
        foreach (string pattern in _options.Operations)
            if (!draft.Operations.Exists(o => Selector.MatchesName(pattern, o.Id)))
                draft.Problems.Add("Plan.UnknownOperation", $"No operation of workflow {draft.Workflow.Name} matches {pattern}.",
                    Phrases.DidYouMean(pattern, [.. draft.Operations.Select(o => o.Id)]), draft.InWorkflow("operations"));
        foreach (string pattern in _options.Servers)
            if (!draft.Sites.All.Any(s => Selector.Matches(pattern, s.Server)))
                draft.Problems.Add("Plan.UnknownServer",
                    $"No server of infrastructure {draft.Sites.Infrastructure.Name} matches {pattern}.",
                    Phrases.DidYouMean(pattern, draft.Sites.Names), draft.InInfrastructure("servers"));
    }

    private void Take(StepDraft step)
    {
        step.Select();
        _open.Enqueue(step);
    }

    private void Need(StepDraft step)
    {
        if (_settled.Add(step.Operation))
            foreach (DraftEdge barrier in step.Operation.Barriers)
                Need(step.Operation, barrier);
        foreach (DraftEdge edge in step.Edges)
            Need(step, edge);
        if (step.Kind == StepKind.Taskserv && step.Makes)
            NeedPlace(step);
    }

    private void Need(GraphNode needing, DraftEdge edge)
    {
        if (edge.Need == EdgeNeed.None)
            return;
        if (edge.To is StepDraft single)
            Bring(needing, edge, single);
        else if (edge.To is OperationDraft operation)
            foreach (StepDraft step in operation.Steps)
                if (!step.IsExtra)
                    Bring(needing, edge, step);
    }

    private void Bring(GraphNode needing, DraftEdge edge, StepDraft needed)
    {
        if (needed.IsSelected)
            return;
        if (edge.Need == EdgeNeed.Effect && HasHappened(needed))
        {
            if (needed is { Kind: StepKind.Taskserv, Makes: true })
                _different.Warn(needed.Site!, needed.Taskserv!, draft.InWorkflow(needed.ItemPath));
            return;
        }
        if (_options.WithDependencies)
            Take(needed);
        else
            Lack(needing as OperationDraft ?? ((StepDraft)needing).Operation, edge.Origin, needed);
    }

    private void Lack(OperationDraft needing, EdgeOrigin origin, StepDraft needed) =>
        draft.Problems.AddTo($"{needing.Id} {origin}", needed.Id, new Problem
        {
            Code = "Plan.Lacking",
            Message = $"Operation {needing.Id} needs {{0}} ({origin.Why}), left out of this part and not there.",
            Hint = "Add -WithDependencies, or widen -Operation or -Server.",
            Location = origin.Location.Line > 0 ? origin.Location : draft.InWorkflow(needing.Path("id")),
        });

    /// <summary>True when the world shows already what the step would do.</summary>
    private bool HasHappened(StepDraft step) => step switch
    {
        { Kind: StepKind.Gate } or { Type: OperationType.Check } => false,
        { Kind: StepKind.Server, Type: OperationType.Delete } => !draft.IsThere(step.Site!),
        { Kind: StepKind.Server } => draft.IsThere(step.Site!),
        { Type: OperationType.Delete } => !draft.IsThere(step.Site!, step.Taskserv!.Name),
        _ => draft.IsThere(step.Site!, step.Taskserv!.Name),
    };

    /// <summary>A taskserv needs its server and what it requires there, from the plan or from the world.</summary>
    private void NeedPlace(StepDraft step)
    {
        ServerSite site = step.Site!;
        if (!draft.Index.OfServer(site.Name).Any(s => s.Type == OperationType.Create) && !draft.IsThere(site))
        {
            draft.Problems.AddTo("server", site.Name, new Problem
            {
                Code = "Plan.ServerMissing",
                Message = "No taskserv can land on {0}: not there, and not created by the workflow.",
                Hint = "Create it by an operation of target server before this one.",
                Location = draft.InWorkflow(step.ItemPath),
            });
            return;
        }
        for (int i = 0; i < step.Taskserv!.Requires.Count; i++)
            NeedRequired(step, step.Taskserv.Requires[i], i);
    }

    private void NeedRequired(StepDraft step, string required, int index)
    {
        ServerSite site = step.Site!;
        if (draft.Index.OfTaskserv(required, site.Name).Any(s => s.Makes) || draft.IsThere(site, required))
            return;
        string name = step.Taskserv!.Name;
        draft.Problems.AddTo($"{name} {required}", site.Name, new Problem
        {
            Code = "Plan.RequirementMissing",
            Message = $"Taskserv {name} requires {required}, which is neither in the plan nor there on {{0}}.",
            Hint = _options.WithDependencies
                ? $"There is no taskserv {required} that could be added: add its folder, or install it by an operation."
                : $"Add {required} to an operation (and to the server's taskservs), or add -WithDependencies.",
            Location = step.Taskserv.Source.Find($"requires[{index}]"),
        });
    }
}
