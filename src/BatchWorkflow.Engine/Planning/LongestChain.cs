namespace BatchWorkflow.Engine.Planning;

/// <summary>Gives steps in order their waves, and finds the longest chain of them by count.</summary>
internal sealed class LongestChain
{
    private readonly Dictionary<string, PlanStep> _deepest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanStep> _deepestOf = new(StringComparer.Ordinal);

    public LongestChain(IReadOnlyList<PlanStep> steps)
    {
        List<PlanStep> placed = new(steps.Count);
        Dictionary<string, string?> before = new(steps.Count, StringComparer.Ordinal);
        PlanStep? last = null;
        foreach (PlanStep step in steps)
        {
            PlanStep? deepest = Deepest(step);
            PlanStep own = step with { Wave = deepest is null ? 0 : deepest.Wave + 1 };
            placed.Add(own);
            before.Add(own.Id, deepest?.Id);
            _deepest.Add(own.Id, own);
            if (!_deepestOf.TryGetValue(own.Operation, out PlanStep? other) || own.Wave > other.Wave)
                _deepestOf[own.Operation] = own;
            if (last is null || own.Wave > last.Wave)
                last = own;
        }
        Steps = placed;
        List<string> path = [];
        for (string? id = last?.Id; id is not null; id = before[id])
            path.Add(id);
        path.Reverse();
        Path = path;
    }

    /// <summary>The steps with their waves.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>The ids of the longest chain, first to last.</summary>
    public IReadOnlyList<string> Path { get; }

    private PlanStep? Deepest(PlanStep step)
    {
        PlanStep? deepest = null;
        foreach (StepDependency dependency in step.DependsOn)
            if ((dependency.IsOperation ? _deepestOf : _deepest).TryGetValue(dependency.On, out PlanStep? on)
                && (deepest is null || on.Wave > deepest.Wave))
                deepest = on;
        return deepest;
    }
}
