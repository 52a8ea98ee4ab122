using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>What holds for a run beside what was planned.</summary>
internal static class FirstRunLaws
{
    private static readonly string[] Acting = ["create", "update", "delete", "health"];

    public static void Hold(Case made, Stage stage)
    {
        try
        {
            HoldAll(made, stage);
        }
        catch (LawBrokenException e)
        {
            throw new LawBrokenException($"{e.Message}\n{string.Join('\n', Account(stage))}");
        }
    }

    /// <summary>How the steps ended, and what was done in its order.</summary>
    private static IEnumerable<string> Account(Stage stage) =>
    [
        .. stage.Run.StepList.Select(s => $"  {s.Id}: {s.Status} {s.Failure?.Message ?? s.Reason}"),
        .. stage.Trace.Entries.Select(e => $"  {e.Time:mm:ss.fff} {e.Began}..{e.Ended} {e.Call} {e.Step} exit {e.Exit}"),
    ];

    private static void HoldAll(Case made, Stage stage)
    {
        Exact(stage);
        Statuses(made, stage);
        Scripts(made, stage);
        if (!made.Requests.Any(r => r.Act == PersonAct.LetGo))
            Forecasts(made, stage);
        LimitLaws.Hold(made, stage);
        if (stage.Run.Status is RunStatus.RolledBack or RunStatus.RollbackFailed)
            UndoLaws.Hold(made, stage, stage.Run, stage.Left, isFaulty: true);
    }

    /// <summary>What is exact is what happens, as long as what it builds on has happened; nothing starts no script and changes nothing.</summary>
    private static void Exact(Stage stage)
    {
        foreach (PlanStep step in stage.Plan.Steps.Where(s => s.Exact && HasItsGround(stage, s)))
        {
            BatchStep ended = stage.StepOf(step);
            bool changes = step.Action is StepAction.Create or StepAction.Update or StepAction.Replace or StepAction.Delete;
            if (ended.Status == StepStatus.Succeeded)
                Demand(changes == ended.Changed, $"{step.Id} is planned as {step.Action}, exact ({step.Reason}), and ended with Changed = {ended.Changed} ({ended.Reason})");
            if (step.Action == StepAction.Nothing)
                foreach (TraceEntry entry in stage.Trace.Entries.Where(e => e.Step == step.Id))
                    Demand(!Acting.Contains(entry.Action), $"{step.Id} is planned as nothing, exact ({step.Reason}), and starts {entry.Call}");
        }
    }

    /// <summary>True when each earlier step on the same thing, or on the server that it is on, ended as it was planned to.</summary>
    private static bool HasItsGround(Stage stage, PlanStep step) => stage.Plan.Steps.TakeWhile(s => s != step)
        .Where(s => step.Server is null ? s.Provider == step.Provider : s.Server == step.Server && (s.Taskserv is null || s.Taskserv == step.Taskserv)).All(s => stage.StepOf(s).Succeeded);

    public static void Statuses(Case made, Stage stage)
    {
        List<BatchStep> steps = [.. stage.Run.StepList];
        Demand(stage.Run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed, $"the run ends as {stage.Run.Status}");
        Demand(steps.TrueForAll(s => s.Status is not (StepStatus.Running or StepStatus.Reverting or StepStatus.Waiting)), "no step runs when the run is over");
        if (stage.Run.Status == RunStatus.Succeeded)
            foreach (BatchStep step in steps)
                Demand(step.Status is StepStatus.Succeeded or StepStatus.Skipped, $"the run is Succeeded and {step.Id} is {step.Status}");
        else
            Demand(stage.Run.StepsFailed > 0, $"the run is {stage.Run.Status} and no step failed");
        if (stage.Run.Status == RunStatus.Failed && made.Rollback is { Enabled: true, OnPartialFailure: true })
            foreach (BatchStep step in steps.Where(s => s.Failed && s.Action is not (StepAction.Check or StepAction.Wait)))
                Demand((made.Operation(step.Operation) is { } operation ? made.OnFailureOf(operation) : made.OnFailure ?? FailureAction.Rollback) != FailureAction.Rollback, $"{step.Id} failed, asks for a rollback, and the run is Failed");
        if (stage.Run.Status is RunStatus.RolledBack or RunStatus.RollbackFailed)
            Demand(made.Rollback.Enabled && (made.Operations.Any(o => made.OnFailureOf(o) == FailureAction.Rollback) || made.Faults.Any(f => f.Call.EndsWith("/net", StringComparison.Ordinal))), "only what is enabled and asked for is rolled back");
        if (stage.Run.Status == RunStatus.RolledBack)
            Demand(stage.Run.NotUndone.Count == 0 && steps.TrueForAll(s => s.Status != StepStatus.RevertFailed), "RolledBack leaves nothing");
        if (stage.Run.Status == RunStatus.RollbackFailed)
            Demand(stage.Run.NotUndone.Count > 0 || steps.Exists(s => s.Status is StepStatus.RevertFailed or StepStatus.Omitted), "RollbackFailed names what is left");
    }

    private static void Scripts(Case made, Stage stage)
    {
        foreach (BatchStep step in stage.Run.StepList.Where(s => s.Status == StepStatus.Succeeded && s.Taskserv is not null))
        {
            TraceEntry? last = stage.ScriptsOf(step.Id).LastOrDefault(e => e.Action is "create" or "update" or "delete");
            TraceEntry? check = stage.ScriptsOf(step.Id).LastOrDefault(e => e.Action == "check");
            bool isExcused = last is { IsOrphan: true } or { Exit: null } && check is not null && (check.Exit == 0 || last.Action == "delete") && check.Began > last.Began;
            Demand(last is null or { Exit: 0 } || isExcused, $"{step.Id} is Succeeded, and its last script {last?.Call} ended with {last?.Exit}");
        }
        HoldMeant(made, stage);
    }

    /// <summary>Each change is one that an operation asks for.</summary>
    public static void HoldMeant(Case made, Stage stage)
    {
        foreach (TraceEntry entry in stage.Trace.Entries.Where(e => e.Changed))
            Demand(IsMeant(made, stage, entry), $"no operation asks for {entry.Call}");
    }

    /// <summary>create and update delete only what they replace; delete never creates; on the way back the other way round.</summary>
    private static bool IsMeant(Case made, Stage stage, TraceEntry entry)
    {
        if (stage.Run.Status is RunStatus.RolledBack or RunStatus.RollbackFailed || entry.On.Contains('/', StringComparison.Ordinal))
            return true;
        IEnumerable<PlanStep> steps = stage.Plan.Steps.Where(s => (s.Taskserv is null ? s.Server : $"{s.Taskserv}@{s.Server}") == entry.On);
        return steps.Any(s => made.Operations.FirstOrDefault(o => o.Id == s.Operation)?.Type switch
        {
            OperationType.Delete => entry.Action == "delete",
            OperationType.Create or OperationType.Update => entry.Action != "delete" || s.Action == StepAction.Replace,
            _ => false,
        });
    }

    private static void Forecasts(Case made, Stage stage)
    {
        Oracle oracle = new(made, stage.Found, stage.Plan);
        bool isBack = stage.Run.Status is RunStatus.RolledBack or RunStatus.RollbackFailed;
        foreach ((string id, Forecast forecast) in oracle.Forecasts)
        {
            BatchStep step = stage.Run.StepList.First(s => s.Id == id);
            bool isUndone = isBack && step.Status is StepStatus.Reverted or StepStatus.RevertFailed or StepStatus.Omitted && forecast.May.Overlaps([StepStatus.Succeeded, StepStatus.Failed]);
            bool isAsked = step.Status == StepStatus.Skipped && made.Requests.Any(r => r.Operation == step.Operation);
            Demand(isUndone || isAsked || forecast.May.Contains(step.Status), $"{id} is {step.Status} ({step.Reason}; {step.Failure?.Kind} {step.Failure?.Message}), and the oracle says {string.Join(" or ", forecast.May)}");
            if (isBack)
                continue;
            HashSet<string> started = [.. stage.ScriptsOf(id).Select(e => e.Call)];
            foreach (string script in started)
                Demand(forecast.MayHave(script), $"{id} started {script}, which the oracle does not expect");
            foreach (string script in forecast.Must.Where(_ => step.Status is StepStatus.Succeeded or StepStatus.Failed))
                Demand(started.Contains(script) || (script.StartsWith("act ", StringComparison.Ordinal) && started.Any(s => s.EndsWith(script[3..], StringComparison.Ordinal) && s.Split(' ')[0] is "create" or "update")),
                    $"{id} did not start {script}, which the oracle expects");
        }
    }

    private static void Demand(bool holds, string law) => LawBrokenException.Unless(holds, law);
}
