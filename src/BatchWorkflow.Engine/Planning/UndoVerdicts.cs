namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// The verdicts over all steps of a run: what stays keeps in place what it stands on, and what is irreversible keeps all that it
/// hard-depends on as it is, barriers included: it was done on top of that and cannot be brought in line with what was before.
/// </summary>
internal sealed class UndoVerdicts
{
    private const string Anywhere = "*";

    private readonly IReadOnlyList<PlanStep> _steps;
    private readonly StepServers _servers;
    private readonly Dictionary<string, UndoVerdict> _verdicts;

    public UndoVerdicts(RollbackInput input, UndoRules rules)
    {
        _steps = input.Forward.Steps;
        _servers = new StepServers(input.Forward.Source);
        _verdicts = new Dictionary<string, UndoVerdict>(_steps.Count, StringComparer.Ordinal);
        Dictionary<string, StepHistory> history = input.History.ToDictionary(h => h.Step, StringComparer.Ordinal);
        HashSet<string> kept = Kept(input, history);
        foreach (PlanStep step in _steps)
            _verdicts.Add(step.Id, rules.Judge(step, history.GetValueOrDefault(step.Id), kept));
        bool isOpen = true;
        while (isOpen)
        {
            new UndoRemovals(_verdicts, history).Leave(_steps);
            KeepWhatIsStoodOn();
            isOpen = KeepWhatDoesNotGo() | new UndoRemovals(_verdicts, history).Leave(_steps);
        }
        CoveredUndos.Cover(_steps, _verdicts, history);
    }

    /// <summary>The verdict over a step.</summary>
    public UndoVerdict this[PlanStep step] => _verdicts[step.Id];

    /// <summary>The step whose undoing deletes a server, by the server's name.</summary>
    public Dictionary<string, PlanStep> DeletedServers() => _steps
        .Where(s => s is { Kind: StepKind.Server, IsAdopted: false } && _verdicts[s.Id] is { Kind: UndoKind.Undo, Action: StepAction.Delete })
        .GroupBy(s => s.Server!, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>
    /// With preserve_successful the operations all of whose steps succeeded; a run that reached its goal has nothing to preserve from
    /// a failure. What was undone had succeeded: undoing once more keeps what it kept before.
    /// </summary>
    private static HashSet<string> Kept(RollbackInput input, Dictionary<string, StepHistory> history)
    {
        if (!input.Forward.Source.Workflow.RollbackStrategy.PreserveSuccessful)
            return [];
        HashSet<string> kept = [.. input.History.Select(h => h.DoneBy).OfType<PlanSource>().Append(input.Forward.Source).Distinct()
            .SelectMany(source => source.Workflow.Operations).Select(o => o.Id)];
        HashSet<string> broken = [];
        foreach (PlanStep step in input.Forward.Steps)
            if (history.GetValueOrDefault(step.Id) is not ({ Holds: true } or { Failed: false, Status: StepStatus.Reverted or StepStatus.RevertFailed }))
                broken.Add(step.Operation);
        kept.ExceptWith(broken);
        return broken.Count == 0 ? [] : kept;
    }

    private void KeepWhatIsStoodOn()
    {
        Dictionary<(string On, string? Server), Stander> standers = [];
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            PlanStep step = _steps[i];
            Stander? stander = Places(step).Select(standers.GetValueOrDefault).Aggregate(Heavier);
            if (stander is not null && (_verdicts[step.Id].NeedsDependentsUndone || (stander.IsForGood && _verdicts[step.Id].Kind is UndoKind.Undo or UndoKind.GoesWithServer)))
                _verdicts[step.Id] = stander.IsTold ? UndoVerdict.NotUndone($"{stander.Step} stays and stands on it") : UndoVerdict.Keep;
            if (_verdicts[step.Id].Kind is UndoKind.Keep or UndoKind.NotUndone)
                stander = Heavier(stander, StanderOf(step));
            if (stander is not null)
                Stand(stander, step, standers);
        }
    }

    private static void Stand(Stander stander, PlanStep step, Dictionary<(string On, string? Server), Stander> standers)
    {
        foreach (StepDependency dependency in step.DependsOn)
            if (dependency.Type == StepEdge.Hard && (stander.Spreads || !dependency.IsOperation))
                foreach ((string, string?) place in Needed(step, dependency))
                    standers[place] = Heavier(standers.GetValueOrDefault(place), stander with { Spreads = dependency.IsOperation })!;
    }

    /// <summary>What a step is known by: its id, its operation, and its operation on each server that it is about, or on none.</summary>
    private IEnumerable<(string On, string? Server)> Places(PlanStep step) =>
        (step.Server is null ? [null] : _servers.Of(step).Cast<string?>()).Select(server => (step.Operation, server))
            .Prepend((step.Operation, Anywhere)).Prepend((step.Id, Anywhere));

    /// <summary>What a step stands on by a dependency: where that is judged per server, only what concerns the step's own server.</summary>
    private static IEnumerable<(string On, string? Server)> Needed(PlanStep step, StepDependency dependency) =>
        dependency.PerServer && step.Server is { } server ? [(dependency.On, server), (dependency.On, null)] : [(dependency.On, Anywhere)];

    private Stander StanderOf(PlanStep step)
    {
        bool isTold = _verdicts[step.Id].Kind == UndoKind.NotUndone, isForGood = isTold && step.Irreversible;
        return new Stander(step.Id, isTold, isForGood, Spreads: isForGood);
    }

    /// <summary>The one of two that keeps more in place; of equals the first.</summary>
    private static Stander? Heavier(Stander? one, Stander? other) => one is null || other?.Weight > one.Weight ? other : one;

    /// <summary>Lists what cannot go with its server because the server stays. True when there was such a thing.</summary>
    private bool KeepWhatDoesNotGo()
    {
        Dictionary<string, PlanStep> deleted = DeletedServers();
        List<PlanStep> staying = [.. _steps.Where(s => _verdicts[s.Id].Kind == UndoKind.GoesWithServer && !deleted.ContainsKey(s.Server!))];
        foreach (PlanStep step in staying)
            _verdicts[step.Id] = UndoVerdict.NotUndone($"taskserv {step.Taskserv} has no delete script");
        return staying.Count > 0;
    }

    /// <summary>A step that stays, and so keeps what it stands on.</summary>
    /// <param name="Step">Its id.</param>
    /// <param name="IsTold">True when that it stays has to be told; false when it is kept on purpose.</param>
    /// <param name="IsForGood">True when it is irreversible: not even what was updated beneath it goes back.</param>
    /// <param name="Spreads">True when it keeps whole operations: those that it waited for, and those that they waited for.</param>
    private sealed record Stander(string Step, bool IsTold, bool IsForGood, bool Spreads)
    {
        public int Weight => Spreads ? 3 : IsForGood ? 2 : IsTold ? 1 : 0;
    }
}
