using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Planning;

/// <summary>The edges of the workflow's dependencies. Between resources that both go, the source goes first.</summary>
internal sealed class DependencyEdges(PlanDraft draft)
{
    private const int Most = 1_000_000;
    private readonly DependencyTargets _targets = new(draft);

    /// <summary>Connects every dependency.</summary>
    public void Connect()
    {
        for (int i = 0; i < draft.Workflow.Dependencies.Count; i++)
        {
            DependencyDefinition definition = draft.Workflow.Dependencies[i];
            DependencyName? source = _targets.Read(definition.Source, draft.InWorkflow($"dependencies[{i}].source"));
            DependencyName? target = _targets.Read(definition.Target, draft.InWorkflow($"dependencies[{i}].target"),
                mayLack: definition.Type == DependencyType.Optional);
            if (source is not null && target is not null)
                Connect(new DependencyLink(definition, source, target, draft.InWorkflow($"dependencies[{i}]")));
        }
    }

    private void Connect(DependencyLink link)
    {
        IReadOnlyList<StepDraft> sources = _targets.Steps(link.Source);
        if (sources.Count == 0)
            WarnOfNothing(link);
        else if (link.Source.Kind == DependencyKind.Operation)
            ConnectOperation(link, sources[0].Operation);
        else if (link.Target.Kind == DependencyKind.Operation)
            foreach (StepDraft source in Acting(sources))
                source.Edges.Add(EdgeToOperation(link));
        else
            ConnectResources(link, sources);
    }

    private void ConnectOperation(DependencyLink link, OperationDraft source)
    {
        if (link.Target.Kind == DependencyKind.Operation)
        {
            source.Barriers.Add(EdgeToOperation(link));
            return;
        }
        List<GraphNode> targets = Compact(Acting(_targets.Steps(link.Target)));
        HashSet<GraphNode> own = [.. targets.OfType<StepDraft>().Where(t => t.Operation == source)];
        if (TooMany(link, own.Count == 0 ? 1 : source.Steps.Count, targets.Count))
            return;
        if (targets.Count == 0 && IsUnmet(link, site: null))
            draft.Unmet.Add((source, "", link.Unmet()));
        if (own.Count == 0)
            source.Barriers.AddRange(targets.Select(link.Edge));
        else
            foreach (StepDraft step in source.Steps.Where(s => !own.Contains(s)))
                step.Edges.AddRange(targets.Select(link.Edge));
    }

    /// <summary>The edge to an operation that the dependency names, as depends_on makes it.</summary>
    private DraftEdge EdgeToOperation(DependencyLink link)
    {
        DraftEdge edge = link.Edge(draft.Operation(link.Target.Name)!);
        return edge with { PerServer = edge.Type == StepEdge.Hard && draft.GoesOn((OperationDraft)edge.To) };
    }

    private void ConnectResources(DependencyLink link, IReadOnlyList<StepDraft> sources)
    {
        IReadOnlyList<StepDraft> targets = link.IsPerServer ? [] : _targets.Steps(link.Target);
        List<GraphNode> nodes = Compact(Acting(targets));
        List<StepDraft> makers = [.. sources.Where(s => s.Type != OperationType.Delete)];
        List<StepDraft> goers = [.. sources.Where(s => s.Type == OperationType.Delete)];
        if (TooMany(link, makers.Count, nodes.Count) || TooMany(link, goers.Count, targets.Count))
            return;
        foreach (StepDraft maker in Acting(makers))
            ConnectMaker(link, maker, link.IsPerServer ? Acting(draft.Index.OfTaskserv(link.Target.Name, maker.Site!.Name)) : nodes);
        foreach (StepDraft goer in goers)
            ConnectGoer(link, goer, link.IsPerServer ? draft.Index.OfTaskserv(link.Target.Name, goer.Site!.Name) : targets);
    }

    private void ConnectMaker(DependencyLink link, StepDraft maker, IReadOnlyList<GraphNode> targets)
    {
        foreach (GraphNode target in targets)
            maker.Edges.Add(link.Edge(target));
        ServerSite? site = link.IsPerServer ? maker.Site : null;
        if (targets.Count == 0 && IsUnmet(link, site))
            draft.Unmet.Add((maker, site?.Name ?? "", link.Unmet()));
    }

    private static void ConnectGoer(DependencyLink link, StepDraft goer, IReadOnlyList<StepDraft> targets)
    {
        foreach (StepDraft target in targets)
            if (target.Type == OperationType.Delete)
                target.Edges.Add(link.Reverse(goer));
            else if (target.Makes)
                goer.Edges.Add(link.Edge(target));
    }

    private bool IsUnmet(DependencyLink link, ServerSite? site) => link.Definition.Type switch
    {
        DependencyType.Hard => !_targets.IsThere(link.Target, site),
        DependencyType.Soft => _targets.Steps(link.Target).Count == 0,
        _ => false,
    };

    private bool TooMany(DependencyLink link, int sources, int targets)
    {
        long edges = (long)sources * targets;
        if (edges > Most)
            draft.Problems.Add("Plan.TooManyEdges",
                $"The dependency of {link.Definition.Source} on {link.Definition.Target} makes {edges} edges.",
                "Put the target's items into an operation of their own and depend on operation.<id>.", link.Location);
        return edges > Most;
    }

    private void WarnOfNothing(DependencyLink link) => draft.Problems.Add(new Problem
    {
        Code = "Plan.NothingDepends",
        Message = $"Nothing in the workflow acts on {link.Definition.Source}, so its dependency on {link.Definition.Target} says nothing.",
        Location = link.Location,
        IsWarning = true,
    });

    /// <summary>The steps that make a thing; where there are none those that compare it, then those that delete it.</summary>
    private static IReadOnlyList<StepDraft> Acting(IReadOnlyList<StepDraft> steps)
    {
        if (steps.All(s => s.Makes))
            return steps;
        List<StepDraft> acting = [.. steps.Where(s => s.Makes)];
        if (acting.Count == 0)
            acting = [.. steps.Where(s => s.Type != OperationType.Delete)];
        return acting.Count == 0 ? steps : acting;
    }

    /// <summary>Operations in place of steps wherever all steps of one are among them.</summary>
    private static List<GraphNode> Compact(IReadOnlyList<StepDraft> steps)
    {
        List<GraphNode> nodes = [];
        foreach (IGrouping<OperationDraft, StepDraft> group in steps.GroupBy(s => s.Operation))
            if (group.Count() > 1 && group.Count() == group.Key.Steps.Count)
                nodes.Add(group.Key);
            else
                nodes.AddRange(group);
        return nodes;
    }
}
