namespace BatchWorkflow.Engine.Running;

/// <summary>What may run at once: over the run, an operation, a provider, and the locks of a server.</summary>
internal sealed class Capacity
{
    /// <summary>Steps at once when the workflow does not say.</summary>
    public const int DefaultConcurrency = 32;

    private readonly WorkflowDefinition _workflow;
    private readonly IReadOnlyDictionary<string, TaskservDefinition> _taskservs;
    private readonly Dictionary<string, int> _bounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>The capacity of a run, all of it free.</summary>
    public Capacity(PlanSource source, Func<string, ProviderDependencies?> limitsOf)
    {
        _workflow = source.Workflow;
        _taskservs = source.Taskservs;
        _bounds.Add("", _workflow.Concurrency ?? DefaultConcurrency);
        foreach (OperationDefinition operation in _workflow.Operations)
            if (BoundOf(operation) is { } bound)
                _bounds.Add("operation " + operation.Id, bound);
        foreach (string provider in source.Infrastructure.Servers.Select(s => s.Provider).Distinct(StringComparer.Ordinal))
            if (limitsOf(provider)?.BatchSize is { } size)
                _bounds.Add("provider " + provider, size);
    }

    /// <summary>True when nothing more can start, whatever it is.</summary>
    public bool IsFull => Used("") >= _bounds[""];

    /// <summary>True when nothing more of this operation can start.</summary>
    public bool IsOperationFull(string operation) => Used("operation " + operation) >= _bounds.GetValueOrDefault("operation " + operation, int.MaxValue);

    /// <summary>Takes what a step needs, all or nothing.</summary>
    public bool TryTake(PlanStep step)
    {
        if (Needs(step).Any(need => Used(need) >= _bounds.GetValueOrDefault(need, need.StartsWith("lock ", StringComparison.Ordinal) ? 1 : int.MaxValue)))
            return false;
        Take(step);
        return true;
    }

    /// <summary>Takes what a step needs though it may be more than there is: its attempt runs already.</summary>
    public void Take(PlanStep step)
    {
        foreach (string need in Needs(step))
            _used[need] = Used(need) + 1;
    }

    /// <summary>Gives back what a step took.</summary>
    public void Release(PlanStep step)
    {
        foreach (string need in Needs(step))
            _used[need] = Used(need) - 1;
    }

    private IEnumerable<string> Needs(PlanStep step)
    {
        yield return "";
        yield return "operation " + step.Operation;
        if (step.Kind is StepKind.Server or StepKind.SharedResource)
            yield return "provider " + step.Provider;
        if (step.Taskserv is { } name && _taskservs.TryGetValue(name, out TaskservDefinition? taskserv))
            foreach (string held in taskserv.Locks)
                yield return $"lock {step.Server} {held}";
    }

    private int? BoundOf(OperationDefinition operation) =>
        !operation.Parallel && _workflow.Type != WorkflowType.Parallel ? 1 : operation.BatchSize;

    private int Used(string need) => _used.GetValueOrDefault(need);
}
