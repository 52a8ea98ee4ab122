namespace BatchWorkflow.Engine.Planning;

/// <summary>How deep each step stands and which chain of steps is the longest: by time where times are known, else by count.</summary>
internal sealed class Timeline
{
    private readonly Dictionary<GraphNode, Mark> _marks;
    private readonly double _unknown;
    private readonly bool _byTime;
    private StepDraft? _last;

    public Timeline(IReadOnlyList<StepDraft> sorted, Func<StepDraft, TimeSpan?> estimate)
    {
        _marks = new Dictionary<GraphNode, Mark>(sorted.Count, ReferenceEqualityComparer.Instance);
        List<double> known = [.. sorted.Select(estimate).Where(e => e is not null).Select(e => e!.Value.TotalSeconds)];
        _byTime = known.Count > 0;
        _unknown = _byTime ? known.Average() : 1;
        foreach (StepDraft step in sorted)
            Place(step, estimate(step));
    }

    /// <summary>How many steps stand before it on its longest chain.</summary>
    public int WaveOf(StepDraft step) => _marks[step].Depth - 1;

    /// <summary>The ids of the steps on the longest chain, first to last.</summary>
    public IReadOnlyList<string> CriticalPath()
    {
        List<string> path = [];
        for (StepDraft? step = _last; step is not null; step = _marks[step].Before)
            path.Add(step.Id);
        path.Reverse();
        return path;
    }

    private void Place(StepDraft step, TimeSpan? estimate)
    {
        Mark longest = default;
        int depth = 0;
        for (int i = 0; i < step.EdgeCount; i++)
            if (step.EdgeAt(i).To is { IsSelected: true } to && _marks.TryGetValue(to, out Mark mark))
            {
                depth = Math.Max(depth, mark.Depth);
                longest = mark.IsLongerThan(longest) ? mark : longest;
            }
        double cost = estimate?.TotalSeconds ?? (_byTime && step.Decision!.Action == StepAction.Nothing ? 0 : _unknown);
        Mark own = new(depth + 1, longest.End + cost, longest.Length + 1, longest.Tail, step);
        _marks[step] = own;
        _marks[step.Operation] = Later(_marks.GetValueOrDefault(step.Operation), own);
        if (_last is null || own.IsLongerThan(_marks[_last]))
            _last = step;
    }

    /// <summary>The end of an operation: as deep as its deepest step, as late as its latest.</summary>
    private static Mark Later(Mark operation, Mark step)
    {
        Mark later = step.IsLongerThan(operation) ? step : operation;
        return later with { Depth = Math.Max(operation.Depth, step.Depth) };
    }

    /// <param name="Depth">How many steps the deepest chain up to here has.</param>
    /// <param name="End">When the longest chain up to here ends, in seconds or steps.</param>
    /// <param name="Length">How many steps the longest chain has.</param>
    /// <param name="Before">The step before the last of that chain.</param>
    /// <param name="Tail">The last step of that chain.</param>
    private readonly record struct Mark(int Depth, double End, int Length, StepDraft? Before, StepDraft? Tail)
    {
        public bool IsLongerThan(Mark other) => End > other.End || (End.Equals(other.End) && Length > other.Length);
    }
}
