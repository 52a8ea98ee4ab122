namespace BatchWorkflow.Engine.Planning;

/// <summary>Makes the plan out of the decided steps.</summary>
internal sealed class PlanAssembly(PlanDraft draft)
{
    /// <summary>The plan of these steps, which stand in order.</summary>
    public Plan Assemble(IReadOnlyList<StepDraft> sorted, IReadOnlyList<Problem> warnings)
    {
        Timeline timeline = new(sorted, Estimate);
        List<PlanStep> steps = new(sorted.Count);
        foreach (StepDraft step in sorted)
            steps.Add(Assemble(step, timeline.WaveOf(step)));
        return new Plan
        {
            Workflow = draft.Workflow.Name,
            Infrastructure = draft.Sites.Infrastructure.Name,
            Path = draft.Input.Path,
            DefinitionHash = draft.Input.DefinitionHash,
            ObservedHash = draft.Facts.Hash(),
            Refreshed = draft.Input.Observed.Checks.Count > 0,
            Steps = steps,
            CriticalPath = timeline.CriticalPath(),
            Warnings = warnings,
            Source = draft.Input.Source,
            Options = draft.Input.Options,
        };
    }

    private PlanStep Assemble(StepDraft step, int wave)
    {
        Decision decision = step.Decision!;
        return new PlanStep
        {
            Id = step.Id,
            Operation = step.Operation.Id,
            Item = step.Item,
            Kind = step.Kind,
            Action = decision.Action,
            Server = step.Site?.Name,
            Provider = step.Provider,
            Taskserv = step.Taskserv?.Name,
            Reason = step.Later.Count == 0 ? decision.Reason : $"{decision.Reason}; {KnownLater.Phrase(step.Later)}",
            Exact = decision.Exact && !step.IsSizeUnknown && step.Later.Count == 0,
            Wave = wave,
            Estimate = Estimate(step),
            DependsOn = Dependencies(step),
            MayRunTwice = TaskservDecision.MayRunTwice(step, decision.Action),
            IsOnNewServer = step.IsOnNewServer,
            IsAdopted = step.IsAdopted,
            Irreversible = step.Operation.Definition?.Irreversible ?? false,
            StandIn = step.Taskserv?.StandIn ?? false,
            Differences = decision.Differences,
        };
    }

    private TimeSpan? Estimate(StepDraft step) =>
        step is { Kind: StepKind.Taskserv, Decision.Action: StepAction.Create or StepAction.Update }
            ? draft.Facts.DurationOf(step.Site!.Identity, step.Taskserv!.Name)
            : null;

    /// <summary>What a step waits for, each thing once; steps that wait for their operation's barriers alone share one list.</summary>
    private static IReadOnlyList<StepDependency> Dependencies(StepDraft step)
    {
        IReadOnlyList<StepDependency> barriers = step.Operation.Dependencies ??= Merge(step.Operation.Barriers);
        return step.Edges.Exists(e => e.To.IsSelected) ? Merge(step.Operation.Barriers.Concat(step.Edges)) : barriers;
    }

    private static List<StepDependency> Merge(IEnumerable<DraftEdge> edges)
    {
        Dictionary<(GraphNode To, string? Wait), DraftEdge> strongest = [];
        foreach (DraftEdge edge in edges)
            if (edge.To.IsSelected)
            {
                (GraphNode, string?) key = (edge.To, edge.Origin.WaitCondition);
                strongest[key] = strongest.TryGetValue(key, out DraftEdge other) ? Together(other, edge) : edge;
            }
        return [.. strongest.Select(e => new StepDependency
        {
            On = e.Key.To is OperationDraft operation ? operation.Id : ((StepDraft)e.Key.To).Id,
            IsOperation = e.Key.To is OperationDraft,
            Type = e.Value.Type,
            PerServer = e.Value.PerServer,
            UsesOutputs = e.Value.UsesOutputs,
            WaitCondition = e.Key.Wait,
        })];
    }

    private static DraftEdge Together(DraftEdge one, DraftEdge other) =>
        (IsStronger(one, other) ? one : other) with { UsesOutputs = one.UsesOutputs || other.UsesOutputs };

    private static bool IsStronger(DraftEdge one, DraftEdge other) => one.Type < other.Type || (one.Type == other.Type && !one.PerServer);
}
