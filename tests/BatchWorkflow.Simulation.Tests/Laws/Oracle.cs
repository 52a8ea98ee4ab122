using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Predicts how each step of a run ends and which scripts it starts, from the design and not from the code.</summary>
internal sealed class Oracle
{
    private readonly Case _case;
    private readonly Dictionary<string, string> _world;
    private readonly HashSet<string> _unclear = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Forecast> _forecasts = new(StringComparer.Ordinal);

    public Oracle(Case made, IReadOnlyDictionary<string, string> found, Plan plan)
    {
        _case = made;
        _world = found.ToDictionary(f => f.Key, f => f.Value.Contains('#', StringComparison.Ordinal) ? f.Value[(f.Value.IndexOf(' ', StringComparison.Ordinal) + 1)..] : f.Value);
        foreach (PlanStep step in plan.Steps)
            _before[step.Id] = [.. step.DependsOn.SelectMany(d => d.IsOperation ? plan.Steps.Where(s => s.Operation == d.On).Select(s => s.Id) : [d.On])
                .SelectMany(id => _before.GetValueOrDefault(id, []).Append(id))];
        foreach (PlanStep step in plan.Steps.Where(s => s.Kind is StepKind.Server or StepKind.Taskserv))
            _forecasts[step.Id] = Forecast(step);
        foreach (Forecast forecast in _forecasts.Values)
            Drain(forecast);
    }

    public IReadOnlyDictionary<string, Forecast> Forecasts => _forecasts;

    private Forecast Forecast(PlanStep step)
    {
        OperationCase operation = _case.Operations.First(o => o.Id == step.Operation);
        Forecast forecast = new(step, operation);
        List<Forecast> broken = [.. Needs(forecast).Where(n => n.CanBreak)];
        if (broken.Exists(n => !n.CanHold))
            return forecast.Only(StepStatus.Omitted);
        if (!operation.Holds(step.Server!, _case.Flag))
            forecast.Only(StepStatus.Skipped);
        else if (_unclear.Contains(forecast.Thing) || _unclear.Contains(step.Server!))
            forecast.Unclear();
        else if (step.Kind == StepKind.Server)
            Server(forecast);
        else
            Taskserv(forecast);
        if (broken.Count > 0)
            forecast.May.Add(StepStatus.Omitted);
        if (forecast.IsUnclear || broken.Count > 0)
            _unclear.Add(forecast.Thing);
        return forecast;
    }

    /// <summary>What has to hold before a step: barriers, dependencies, requirements, and the server under a taskserv.</summary>
    private IEnumerable<Forecast> Needs(Forecast of)
    {
        foreach (Forecast other in _forecasts.Values)
        {
            (bool isSame, bool isCluster) = (other.Step.Server == of.Step.Server, of.Operation.Target == OperationTarget.Cluster);
            if (of.Operation.DependsOn.Contains(other.Operation.Id) && (isSame || other.Operation.Target == OperationTarget.Cluster || other.Operation.OnFailure != FailureAction.Continue))
                yield return other;
            else if (_case.Dependencies.Any(d => d.Type == DependencyType.Hard && Joins(d, of, other, isSame)))
                yield return other;
            else if (!of.IsDelete && of.Step.Taskserv is { } name && other.Makes && (other is { Step.Kind: StepKind.Server, Operation.Type: OperationType.Create } ? isSame || isCluster : isSame && of.Makes && _case.Taskserv(name).Requires.Contains(other.Step.Taskserv!)))
                yield return other;
            else if (_before[of.Step.Id].Contains(other.Step.Id) && other.CanBreak && (_case.Dependencies.Count > 0 || of.IsDelete || other.IsDelete))
                of.May.Add(StepStatus.Omitted);
        }
    }

    /// <summary>Whether a dependency makes one step wait for another: between two taskservs without a server only on the same one.</summary>
    private static bool Joins(DependencyCase dependency, Forecast of, Forecast other, bool isSame)
    {
        bool isOperation = dependency.Source.StartsWith("operation", StringComparison.Ordinal);
        bool isPerServer = !isOperation && !dependency.Source.Contains('@', StringComparison.Ordinal) && dependency.Target.StartsWith("taskserv", StringComparison.Ordinal);
        return DependencyCase.Names(dependency.Source, of.Step) && DependencyCase.Names(dependency.Target, other.Step) && (isOperation ? isSame || other.Operation.OnFailure != FailureAction.Continue : of.Makes && other.Makes && (isSame || !isPerServer));
    }

    private void Server(Forecast forecast)
    {
        string name = forecast.Step.Server!;
        string wanted = $"cpu={_case.Servers.First(s => s.Name == name).Cpu} image=debian";
        (bool isNew, bool isDelete) = (forecast.Operation.Type == OperationType.Create, forecast.IsDelete);
        for (int attempt = 1; ; attempt++)
        {
            string? there = _world.GetValueOrDefault(name);
            bool isDone = isDelete ? there is null : there == wanted;
            bool mustGo = there is not null && there.Split(' ')[1] != wanted.Split(' ')[1];
            string action = isDelete || mustGo ? "delete" : there is null ? "create" : "update";
            if (isDone || forecast.Operation.Type == OperationType.Check || (!isNew && !isDelete && there is null) || (mustGo && !isDelete && !_case.AllowReplace))
            {
                forecast.Only(isDone ? StepStatus.Succeeded : StepStatus.Failed, attempt);
                return;
            }
            isNew |= mustGo;
            Fault? fault = Next($"{action} {name}");
            if (fault is null || fault.Effect)
                Change(name, action == "delete" ? null : wanted);
            if (fault is null or { Kind: FaultKind.Fails, Effect: true, Failure: FailureKind.Conflict } && (fault is null || action == "create"))
                attempt--;
            else if (Ends(forecast, attempt, fault.Kind == FaultKind.Hangs ? FailureKind.Timeout : fault.Failure))
                return;
        }
    }

    private void Change(string name, string? value)
    {
        foreach (string gone in _world.Keys.Where(k => value is null && !_case.Servers.First(s => s.Name == name).IsAdopted && k.EndsWith($"@{name}", StringComparison.Ordinal)).Append(name).ToList())
            _world.Remove(gone);
        if (value is not null)
            _world[name] = value;
    }

    private void Taskserv(Forecast forecast)
    {
        string thing = forecast.Thing;
        TaskservCase taskserv = _case.Taskserv(forecast.Step.Taskserv!);
        string wanted = $"{taskserv.Version} flag={(_case.Flag ? "true" : "false")}{(taskserv.HasVariable ? " size=7" : "")}";
        OperationType type = forecast.Operation.Type;
        forecast.MayStart("check", thing);
        string? there = _world.GetValueOrDefault(thing);
        foreach (string script in type switch { OperationType.Check => [], OperationType.Delete => ["delete"], _ => new[] { "create", "update", "health" } })
            forecast.MayStart(script, thing);
        bool isMade = there == wanted && taskserv.Check != CheckForm.None && type != OperationType.Delete;
        bool hasFault = _case.Faults.Any(f => f.Call.EndsWith($" {thing}", StringComparison.Ordinal) && (f.Call.StartsWith("check", StringComparison.Ordinal) || !isMade));
        if (type == OperationType.Check)
            forecast.MustStart("check", thing);
        if (!_world.ContainsKey(forecast.Step.Server!))
            forecast.Only(type == OperationType.Delete ? StepStatus.Succeeded : StepStatus.Failed).Must.Clear();
        else if (type == OperationType.Update && there is null)
            forecast.Unclear();
        else if (type == OperationType.Check && !hasFault)
            forecast.Only(there == wanted ? StepStatus.Succeeded : StepStatus.Failed);
        else if (isMade && !hasFault)
            forecast.Only(StepStatus.Succeeded);
        else if (!hasFault || !Try(forecast, taskserv, thing, wanted, there))
            Done(forecast, thing, type == OperationType.Delete ? null : wanted, there, isClear: !hasFault);
    }

    private void Done(Forecast forecast, string thing, string? wanted, string? there, bool isClear)
    {
        if (isClear && (wanted is not null || there is not null))
            forecast.MustStart(wanted is null ? "delete" : there is null ? "create" : "act", thing);
        _world.Remove(thing);
        if (wanted is not null)
            _world[thing] = wanted;
        forecast.Only(StepStatus.Succeeded);
    }

    /// <summary>Goes through the attempts of a step with faults; true when that has told how it ends.</summary>
    private bool Try(Forecast forecast, TaskservCase taskserv, string thing, string wanted, string? there)
    {
        OperationType type = forecast.Operation.Type;
        string script = type == OperationType.Delete ? "delete" : "create";
        List<Fault> faults = [.. _case.Faults.Where(f => f.Call.EndsWith($" {thing}", StringComparison.Ordinal))];
        bool isPlain = taskserv is { HasUpdate: false, HasHealth: false } && type is OperationType.Create or OperationType.Delete && (there is not null || type == OperationType.Create)
            && faults.TrueForAll(f => f.Call == $"{script} {thing}" && f.Kind is FaultKind.Fails or FaultKind.Tells or FaultKind.Refused)
            && !(there == wanted && type == OperationType.Create);
        for (int attempt = 1; isPlain; attempt++)
        {
            if (Next($"{script} {thing}") is not { } fault)
            {
                forecast.MustStart(script, thing);
                Done(forecast, thing, type == OperationType.Delete ? null : wanted, there, isClear: false);
                forecast.Only(StepStatus.Succeeded, attempt);
                return true;
            }
            if (fault.Kind != FaultKind.Refused)
                forecast.MustStart(script, thing);
            if (fault.Effect && fault.Kind != FaultKind.Refused)
                _unclear.Add(thing);
            if (Ends(forecast, attempt, fault.Kind == FaultKind.Fails ? FailureKind.Unknown : fault.Failure))
                return true;
        }
        forecast.Unclear();
        return true;
    }

    private Fault? Next(string call)
    {
        int nth = _calls[call] = _calls.GetValueOrDefault(call) + 1;
        return _case.Faults.FirstOrDefault(f => f.Call == call && f.Nth == nth);
    }

    private bool Ends(Forecast forecast, int attempt, FailureKind kind)
    {
        bool isRetried = kind is FailureKind.Transient or FailureKind.RateLimited or FailureKind.Conflict or FailureKind.Timeout or FailureKind.Unknown;
        if (isRetried && attempt < (forecast.Operation.Retry ?? _case.Retry).MaxAttempts)
            return false;
        forecast.Only(StepStatus.Failed, attempt);
        return true;
    }

    /// <summary>A failure that is not continued lets nothing start that has not ended before it.</summary>
    private void Drain(Forecast forecast)
    {
        List<Forecast> failures = [.. _forecasts.Values.Where(f => f != forecast && f.May.Contains(StepStatus.Failed) && f.Operation.OnFailure != FailureAction.Continue)];
        if (failures.Exists(f => !_before[f.Step.Id].Contains(forecast.Step.Id)))
            forecast.Hold(isNever: failures.Exists(f => f.May.Count == 1 && _before[forecast.Step.Id].Contains(f.Step.Id)));
    }
}
