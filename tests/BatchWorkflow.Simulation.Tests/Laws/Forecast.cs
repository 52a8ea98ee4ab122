using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>How a step may end, and the scripts that it must and may start; scripts as action and thing.</summary>
internal sealed class Forecast(PlanStep step, OperationCase operation)
{
    private readonly HashSet<string> _may = new(StringComparer.Ordinal);
    private bool _mayDrain;

    public PlanStep Step { get; } = step;
    public OperationCase Operation { get; } = operation;

    /// <summary>web-1, app@web-1, or a gate.</summary>
    public string Thing { get; } = step.Taskserv is { } taskserv ? $"{taskserv}@{step.Server}" : step.Server ?? step.Id;

    /// <summary>The statuses that the design allows.</summary>
    public HashSet<StepStatus> May { get; } = [];

    /// <summary>True when the design leaves open how it ends.</summary>
    public bool IsUnclear { get; private set; }

    public bool IsDelete => Operation.Type == OperationType.Delete;
    public bool Makes => Operation.Type is OperationType.Create or OperationType.Update;
    public bool CanHold => May.Overlaps([StepStatus.Succeeded, StepStatus.Skipped]);
    public bool CanBreak => May.Overlaps([StepStatus.Failed, StepStatus.Omitted]);

    /// <summary>The scripts that it must start unless the run is drained; act is create or update.</summary>
    public HashSet<string> Must { get; } = new(StringComparer.Ordinal);

    public bool MayHave(string script) => _may.Contains(script);

    public void MayStart(string script, string thing) => _may.Add($"{script} {thing}");

    public void MustStart(string script, string thing)
    {
        if (!_mayDrain)
            Must.Add($"{script} {thing}");
    }

    public Forecast Only(StepStatus status, int attempts = 1)
    {
        May.RemoveWhere(s => s != StepStatus.Omitted);
        May.Add(status);
        Attempts = attempts;
        if (status == StepStatus.Omitted)
            May.RemoveWhere(s => s != StepStatus.Omitted);
        return this;
    }

    /// <summary>It may end otherwise, too.</summary>
    public Forecast Or(StepStatus status)
    {
        May.Add(status);
        return this;
    }

    public int Attempts { get; private set; } = 1;

    public void Unclear()
    {
        IsUnclear = true;
        May.Add(StepStatus.Succeeded);
        May.Add(StepStatus.Failed);
        foreach (string script in Step.Taskserv is null ? [] : new[] { "check", "create", "update", "delete", "health" })
            MayStart(script, $"{Step.Taskserv}@{Step.Server}");
        Must.Clear();
    }

    /// <summary>The run may be drained before it starts, or between its attempts.</summary>
    public void Hold(bool isNever)
    {
        _mayDrain = true;
        Must.Clear();
        if (isNever)
            May.Clear();
        May.UnionWith([StepStatus.Pending, StepStatus.Omitted]);
        if (Attempts > 1 && !isNever)
            May.Add(StepStatus.Failed);
    }
}
