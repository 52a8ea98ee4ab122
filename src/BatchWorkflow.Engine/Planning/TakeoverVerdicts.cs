using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Planning;

/// <summary>Which steps of today's plan differ from those of a run, and which of them that have succeeded are judged again.</summary>
internal sealed class TakeoverVerdicts
{
    private readonly TakeoverInput _input;
    private readonly IReadOnlyDictionary<string, StepHistory> _history;
    private readonly Dictionary<string, IReadOnlyList<PropertyDifference>> _differences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _again = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made;
    private readonly HashSet<string> _asked;
    private readonly StepRecipe _today;

    public TakeoverVerdicts(TakeoverInput input, IReadOnlyDictionary<string, StepHistory> history)
    {
        (_input, _history) = (input, history);
        _today = new StepRecipe(input.Today.Source, input.Today.Options);
        _made = [.. input.Forward.Steps.Where(s => s.Kind == StepKind.Server && IsMaking(s)).Select(s => s.Server!)];
        _asked = [.. input.Today.Source.Infrastructure.Servers.Where(s => Selector.Matches(input.Restart?.Servers ?? [], s)).Select(s => s.Name)];
        Compare();
        Judge();
    }

    /// <summary>True for a step that has succeeded, or was skipped, and is judged again.</summary>
    public bool IsAgain(string step) => _again.ContainsKey(step);

    /// <summary>True for a step of both plans that is done otherwise today.</summary>
    public bool Differs(string step) => _differences.ContainsKey(step);

    /// <summary>True when the run made a server, so that nothing of a former installation can be on it.</summary>
    public bool IsMadeByRun(string server) => _made.Contains(server);

    /// <summary>What is told of a step of today's plan; null when nothing differs for it.</summary>
    public BatchChange? ChangeOf(PlanStep step, bool isAnew)
    {
        bool isNew = IsNew(step);
        if (!isNew && !Differs(step.Id) && !IsAgain(step.Id))
            return null;
        return new BatchChange
        {
            RunId = _input.RunId,
            Kind = isNew ? BatchChangeKind.Added : BatchChangeKind.Changed,
            Subject = step.Id,
            Differences = _differences.GetValueOrDefault(step.Id) ?? [],
            Effect = !isNew ? Effect(step, isAnew)
                : isAnew || _input.Restart is null ? "is new"
                : "is left out: this restart is not asked for it",
        };
    }

    private bool IsNew(PlanStep step) => !_history.TryGetValue(step.Id, out StepHistory? history) || history is { Gone: true, Status: not StepStatus.Succeeded };

    private void Compare()
    {
        Dictionary<PlanSource, StepRecipe> recipes = new(ReferenceEqualityComparer.Instance);
        foreach (PlanStep step in _input.Today.Steps)
        {
            if (!_history.TryGetValue(step.Id, out StepHistory? history))
                continue;
            PlanSource source = history.TriedBy ?? _input.Forward.Source;
            if (!recipes.TryGetValue(source, out StepRecipe? before))
                recipes[source] = before = new StepRecipe(source, _input.Forward.Options);
            List<PropertyDifference> differences = [.. StepRecipe.Differences(before, _today, step)];
            if (before.OperationOf(step)?.When is { } was && _today.OperationOf(step)?.When is var when && was != when && history.Status == StepStatus.Skipped)
                differences.Add(new PropertyDifference("when", when, was));
            if (differences.Count > 0)
                _differences.Add(step.Id, differences);
        }
    }

    private void Judge()
    {
        HashSet<string> operations = new(StringComparer.Ordinal), servers = new(StringComparer.Ordinal);
        foreach (PlanStep step in _input.Today.Steps)
        {
            if (!_history.TryGetValue(step.Id, out StepHistory? history) || !IsAsked(step) || WhyAgain(step, history, operations, servers) is not { } why)
                continue;
            _again.Add(step.Id, why.Because);
            operations.Add(step.Operation);
            if (step is { Kind: StepKind.Server, Action: StepAction.Create or StepAction.Replace })
                servers.Add(step.Server!);
        }
    }

    /// <summary>Why a step that holds is judged again; null when it stays as it is.</summary>
    private (string? Because, bool Is)? WhyAgain(PlanStep step, StepHistory history, HashSet<string> operations, HashSet<string> servers)
    {
        if (IsNew(step))
            return ("it is back", true);
        if (history.Status == StepStatus.Skipped)
            return Differs(step.Id) && _differences[step.Id].Any(d => d.Property == "when") ? (null, true) : null;
        if (history.Status != StepStatus.Succeeded || IsDeletion(step))
            return null;
        if (Differs(step.Id))
            return (null, true);
        if (step.DependsOn.FirstOrDefault(d => d.UsesOutputs && operations.Contains(d.On)) is { } edge)
            return ($"it uses outputs of {edge.On}, which begins anew", true);
        return step is { Kind: StepKind.Taskserv, Server: { } server } && servers.Contains(server) ? ("its server is made anew", true) : null;
    }

    /// <summary>What is deleted stays deleted, however it is deleted today.</summary>
    private bool IsDeletion(PlanStep step) => _today.OperationOf(step)?.Type == OperationType.Delete;

    private bool IsMaking(PlanStep step) =>
        _history[step.Id] is { MayHaveChanged: true } history && (history.Action ?? step.Action) is StepAction.Create or StepAction.Replace;

    private bool IsAsked(PlanStep step) => _input.Restart is not { } restart || (!restart.FailedOnly
        && Selector.Matches(restart.Operations, step.Operation)
        && (restart.Servers.Count == 0 || (step.Server is { } server && _asked.Contains(server))));

    private string Effect(PlanStep step, bool isAnew)
    {
        StepStatus status = _history[step.Id].Status;
        if (_again.TryGetValue(step.Id, out string? because))
            return $"{(because is null ? status == StepStatus.Skipped ? "was skipped" : "has succeeded" : $"has succeeded; {because}")}: {How(step)}";
        if (status == StepStatus.Running)
            return "is under way: it is waited for as it began, and judged by how it ended";
        if (isAnew)
            return status is StepStatus.Pending or StepStatus.Waiting ? "has not been done yet" : $"{Word(status)}: begins anew";
        return status switch
        {
            StepStatus.Succeeded => IsDeletion(step) ? "has succeeded, and stays deleted" : "has succeeded, and stays as it is: this restart is not asked for it",
            StepStatus.Skipped => "was skipped, and stays so",
            StepStatus.Pending or StepStatus.Waiting => "has not been done yet",
            _ => $"{Word(status)}, and stays so: this restart is not asked for it",
        };
    }

    private string How(PlanStep step) => step switch
    {
        { Kind: StepKind.Gate } => "it is asked again",
        { Kind: StepKind.Server } => "it is compared, and changed where it differs",
        { Action: StepAction.Check } => "it is compared again",
        _ => _input.Today.Source.Taskservs.GetValueOrDefault(step.Taskserv ?? "") is { } taskserv && TaskservScripts.HasCheck(taskserv)
            ? "its check decides whether it is done again" : "it is done again",
    };

    private static string Word(StepStatus status) => status switch
    {
        StepStatus.Failed => "has failed",
        StepStatus.RevertFailed => "could not be undone",
        StepStatus.Running => "was under way",
        _ => $"was {status.ToString().ToLowerInvariant()}",
    };
}
