namespace BatchWorkflow.Engine.Running;

/// <summary>When a run reaches a point to which it can be rolled back: each time checkpoint_interval operations more have ended.</summary>
internal sealed class Checkpoints(Plan plan, int reached)
{
    private readonly int _interval = plan.Source.Workflow.RollbackStrategy.CheckpointInterval;
    private readonly HashSet<string> _operations = [.. plan.Source.Workflow.Operations.Select(o => o.Id)];
    private int _marked = reached * plan.Source.Workflow.RollbackStrategy.CheckpointInterval;

    /// <summary>The checkpoint's name when one is due, else null.</summary>
    /// <param name="ended">The operations that have ended, in order.</param>
    public string? Due(IReadOnlyList<string> ended)
    {
        List<string> counted = [.. ended.Where(_operations.Contains)];
        if (counted.Count < _marked + _interval)
            return null;
        _marked = counted.Count - (counted.Count % _interval);
        return "after " + string.Join(", ", counted);
    }
}
