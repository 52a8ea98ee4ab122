using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Predicts how each step of a run ends and which scripts it starts, from the design and not from the code.</summary>
internal sealed class Oracle
{
    private readonly Case _case;
    private readonly PredictedWorld _world;
    private readonly FaultBook _faults;
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Forecast> _forecasts = new(StringComparer.Ordinal);

    public Oracle(Case made, IReadOnlyDictionary<string, string> found, Plan plan)
    {
        (_case, _world, _faults) = (made, new PredictedWorld(made, found), new FaultBook(made.Faults) { IsArmed = true });
        foreach (PlanStep step in plan.Steps)
            _before[step.Id] = [.. step.DependsOn.SelectMany(d => d.IsOperation ? plan.Steps.Where(s => s.Operation == d.On).Select(s => s.Id) : [d.On])
                .SelectMany(id => _before.GetValueOrDefault(id, []).Append(id))];
        foreach (PlanStep step in plan.Steps.Where(s => s.Kind != StepKind.SharedResource))
            _forecasts[step.Id] = Forecast(step);
        foreach (Forecast forecast in _forecasts.Values)
            Drain(forecast);
    }

    public IReadOnlyDictionary<string, Forecast> Forecasts => _forecasts;

    private Forecast Forecast(PlanStep step)
    {
        Forecast forecast = new(step, _case.Operation(step.Operation)!);
        List<Forecast> broken = [.. Needs(forecast).Where(n => n.CanBreak)];
        if (broken.Exists(n => !n.CanHold))
            return _case.Requests.Any(r => r.Operation == step.Operation) ? forecast.Only(StepStatus.Omitted).Or(StepStatus.Skipped) : forecast.Only(StepStatus.Omitted);
        bool isWaiting = step.DependsOn.Any(d => d.WaitCondition?.StartsWith("status", StringComparison.Ordinal) == true);
        bool isSkipped = _case.Requests.Any(r => r.Operation == step.Operation), isAlone = _case.Faults.Any(f => f.Call == $"create {step.Provider}/net");
        if (isSkipped)
            forecast.May.Add(StepStatus.Skipped);
        if (!forecast.Operation.Holds(step.Server, _case.Flag))
            forecast.Only(StepStatus.Skipped);
        else if (step.DependsOn.Any(d => d.WaitCondition == DependencyCase.Never))
            forecast.Only(StepStatus.Failed);
        else if ((forecast.Operation.Gate?.TimeLimit is not null && _case.Requests.Count > 0) || isWaiting || isSkipped || isAlone || _world.Unclear.Contains(forecast.Thing) || _world.Unclear.Contains(step.Server ?? "") || _case.Faults.Any(f => f.Call == $"find {step.Server}"))
            forecast.Unclear();
        else if (forecast.Operation.Gate is { } gate)
            forecast.Only(gate.Passes ? StepStatus.Succeeded : StepStatus.Failed);
        else if (step.Kind == StepKind.Server)
            Server(forecast);
        else
            Taskserv(forecast);
        if (broken.Count > 0 || isAlone)
            forecast.May.Add(StepStatus.Omitted);
        if (forecast.IsUnclear || forecast.May.Count > 1)
            _world.Unclear.Add(forecast.Thing);
        return forecast;
    }

    /// <summary>What has to hold before a step: barriers, dependencies, requirements, and the server under a taskserv.</summary>
    private IEnumerable<Forecast> Needs(Forecast of)
    {
        HashSet<OperationCase> barriers = [.. Barriers(of.Operation)];
        List<Forecast> tolerant = [.. _forecasts.Values.Where(o => barriers.Contains(o.Operation) && !IsWhole(o) && of.Step.Server is null)];
        foreach (Forecast other in _forecasts.Values.Except(tolerant))
        {
            (bool isSame, bool isCluster) = (other.Step.Server == of.Step.Server, of.Operation.Target == OperationTarget.Cluster);
            if (barriers.Contains(other.Operation) && (isSame || IsWhole(other)))
                yield return other;
            else if (_case.Dependencies.Any(d => d.Type == DependencyType.Hard && d.Joins(of, other, isSame, IsWhole(other))))
                yield return other;
            else if (!of.IsDelete && of.Step.Taskserv is { } name && other.Makes && (other is { Step.Kind: StepKind.Server, Operation.Type: OperationType.Create } ? isSame || isCluster : isSame && of.Makes && _case.Taskserv(name).Requires.Contains(other.Step.Taskserv!)))
                yield return other;
            else if (_before[of.Step.Id].Contains(other.Step.Id) && other.CanBreak && (_case.Dependencies.Count > 0 || of.IsDelete || other.IsDelete))
                of.May.Add(StepStatus.Omitted);
        }
        foreach (IGrouping<OperationCase, Forecast> group in tolerant.GroupBy(o => o.Operation))
            if (group.All(o => o.CanBreak)) // A gate is reached once the operation has succeeded anywhere.
                yield return group.FirstOrDefault(o => o.CanHold) ?? group.First();
    }

    /// <summary>The operations that one waits for, and those that stand behind a gate or behind what is left out of this part.</summary>
    private IEnumerable<OperationCase> Barriers(OperationCase operation) => operation.DependsOn.Select(d => _case.Operation(d)!)
        .SelectMany(o => o.Gate is null && _forecasts.Values.Any(f => f.Operation == o) ? [o] : Barriers(o).Append(o));

    /// <summary>Whether a failure counts on every server: where the operation does not go on, at a gate, and for a cluster.</summary>
    private bool IsWhole(Forecast other) => _case.OnFailureOf(other.Operation) != FailureAction.Continue || other.Step.Server is null || other.Operation.Target == OperationTarget.Cluster;

    private void Server(Forecast forecast)
    {
        string name = forecast.Step.Server!;
        string wanted = $"cpu={_case.Servers.First(s => s.Name == name).Cpu} image={forecast.Operation.Image ?? "debian"}";
        (bool isNew, bool isDelete) = (forecast.Operation.Type == OperationType.Create, forecast.IsDelete);
        for (int attempt = 1; ; attempt++)
        {
            string? there = _world.Things.GetValueOrDefault(name);
            bool isDone = isDelete ? there is null : there == wanted;
            bool mustGo = there is not null && there.Split(' ')[1] != wanted.Split(' ')[1];
            string action = isDelete || mustGo ? "delete" : there is null ? "create" : "update";
            if (isDone || forecast.Operation.Type == OperationType.Check || (!isNew && !isDelete && there is null) || (mustGo && !isDelete && !_case.AllowReplace))
            {
                forecast.Only(isDone ? StepStatus.Succeeded : StepStatus.Failed, attempt);
                return;
            }
            isNew |= mustGo;
            Fault? fault = _faults.Next($"{action} {name}");
            if (fault is null || fault.Effect)
                _world.Change(name, action == "delete" ? null : wanted);
            if (fault is null or { Kind: FaultKind.Fails, Effect: true, Failure: FailureKind.Conflict } && (fault is null || action == "create"))
                attempt--;
            else if (Ends(forecast, attempt, fault))
                return;
        }
    }

    private void Taskserv(Forecast forecast)
    {
        (string thing, OperationType type) = (forecast.Thing, forecast.Operation.Type);
        TaskservCase taskserv = _case.Taskserv(forecast.Step.Taskserv!);
        string wanted = $"{taskserv.Version} flag={(_case.Flag ? "true" : "false")}{(taskserv.HasVariable ? " size=7" : "")}";
        string? there = _world.Things.GetValueOrDefault(thing);
        (bool hasCheck, bool isRecorded, bool isNew) = (taskserv.Check != CheckForm.None, _world.Recorded.Contains(thing), _world.New.Contains(forecast.Step.Server!));
        forecast.MayStart("check", thing);
        List<Fault> faults = [.. _case.Faults.Where(f => f.Call.EndsWith($" {thing}", StringComparison.Ordinal))];
        if (!_world.Things.ContainsKey(forecast.Step.Server!))
            forecast.Only(forecast.IsDelete ? StepStatus.Succeeded : StepStatus.Failed);
        else if ((faults.Exists(f => f.Call.StartsWith("check", StringComparison.Ordinal)) && (faults.Count > 1 || isNew)) || (!hasCheck && (there is not null != isRecorded || (there is null && type != OperationType.Create))))
            forecast.Unclear();
        else if (hasCheck && !Asks(forecast, thing))
            return;
        else if (type == OperationType.Check)
            forecast.Only(there == wanted ? StepStatus.Succeeded : StepStatus.Failed, forecast.Attempts);
        else if (forecast.IsDelete ? there is null : hasCheck && there == wanted)
            forecast.Only(StepStatus.Succeeded, forecast.Attempts);
        else if (type == OperationType.Update && there is null)
            forecast.Only(StepStatus.Failed, forecast.Attempts);
        else
            Act(forecast, taskserv, forecast.IsDelete ? "delete" : there is not null && taskserv.HasUpdate && (taskserv.Check == CheckForm.Full || isRecorded) ? "update" : "create", wanted);
    }

    /// <summary>Whether its check comes to an answer within its attempts.</summary>
    private bool Asks(Forecast forecast, string thing)
    {
        for (int attempt = 1; _faults.Next($"check {thing}") is { } fault; attempt++)
            if (Ends(forecast, attempt, fault))
                return false;
            else
                forecast.Only(StepStatus.Failed, attempt + 1);
        if (!_world.New.Contains(forecast.Step.Server!))
            forecast.MustStart("check", thing);
        return true;
    }

    /// <summary>Goes through the attempts of a script: it runs again until it has succeeded, and its health check with it.</summary>
    private void Act(Forecast forecast, TaskservCase taskserv, string script, string wanted)
    {
        string thing = forecast.Thing;
        forecast.MayStart(script, thing);
        forecast.MayStart("health", thing);
        for (int attempt = Math.Max(1, forecast.Attempts); ; attempt++)
        {
            Fault? fault = _faults.Next($"{script} {thing}");
            bool isCut = fault?.Kind is FaultKind.Unanswered or FaultKind.Broken;
            if (fault?.Kind != FaultKind.Refused)
                forecast.MustStart(script, thing);
            if (fault is null || isCut || (fault.Effect && fault.Kind != FaultKind.Refused))
                _ = script == "delete" ? _world.Things.Remove(thing) : (_world.Things[thing] = wanted) is null;
            if (fault?.Kind == FaultKind.Vanishes && taskserv.Check == CheckForm.None && !forecast.Operation.Repeatable)
                forecast.Only(StepStatus.Failed, attempt);
            else if ((fault is null || isCut) && !forecast.IsDelete && taskserv.HasHealth && _case.Faults.Any(f => f.Call == $"health {thing}"))
                forecast.Unclear();
            else if ((isCut || fault?.Kind == FaultKind.Vanishes) && _case.Faults.Any(f => f.Call == fault!.Call && f.Nth > fault.Nth))
                forecast.Unclear();
            else if (fault is not null && !Ends(forecast, attempt, fault))
                continue;
            else if (isCut)
                _world.Unclear.Add(thing); // It may still run.
            else if (fault is null)
                _ = forecast.Only(StepStatus.Succeeded, attempt).IsDelete ? _world.Recorded.Remove(thing) : _world.Recorded.Add(thing);
            return;
        }
    }

    /// <summary>Whether a failed attempt was the last.</summary>
    private bool Ends(Forecast forecast, int attempt, Fault fault)
    {
        bool isRetried = fault.Told is FailureKind.Transient or FailureKind.RateLimited or FailureKind.Conflict or FailureKind.Timeout or FailureKind.Unknown;
        if (isRetried && attempt < (forecast.Operation.Retry ?? _case.Retry).MaxAttempts)
            return false;
        forecast.Only(StepStatus.Failed, attempt);
        return true;
    }

    /// <summary>A failure that is not continued lets nothing start that has not ended before it.</summary>
    private void Drain(Forecast forecast)
    {
        List<Forecast> failures = [.. _forecasts.Values.Where(f => f != forecast && f.May.Contains(StepStatus.Failed) && _case.OnFailureOf(f.Operation) != FailureAction.Continue)];
        if (failures.Exists(f => !_before[f.Step.Id].Contains(forecast.Step.Id)) || _case.Faults.Any(f => f.Call.EndsWith("/net", StringComparison.Ordinal)))
            forecast.Hold(isNever: failures.Exists(f => f.May.Count == 1 && _before[forecast.Step.Id].Contains(f.Step.Id)));
    }
}
