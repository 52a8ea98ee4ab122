using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Views;

/// <summary>A run's state as people and scripts see it.</summary>
internal static class RunView
{
    /// <summary>The run without its steps, for lists.</summary>
    /// <param name="state">The state.</param>
    /// <param name="hold">Whether somebody alive holds the run; when nobody does, a run that is not over shows as Interrupted.</param>
    /// <param name="now">The time until which an open duration counts.</param>
    public static BatchRun Summary(RunState state, RunHold hold, DateTimeOffset now)
    {
        bool isHeld = hold == RunHold.Held;
        RunFacts facts = state.Facts;
        RunStatus status = StatusOf(facts.Status, isHeld);
        Counts counts = new();
        foreach (PlanStep step in state.Plan.Steps)
            counts.Add(state[step.Id]);
        return new BatchRun
        {
            Id = facts.RunId,
            Workflow = facts.Workflow,
            Infrastructure = facts.Infrastructure,
            Path = facts.Path,
            Status = status,
            Reason = status == RunStatus.Interrupted ? InterruptedReason(facts, hold) : facts.Reason,
            Submitted = facts.Submitted,
            Ended = facts.Ended,
            Duration = facts.Worked.Until(End(state, hold, now)),
            Steps = state.Plan.Steps.Count,
            StepsDone = counts.Done,
            StepsSucceeded = counts.Succeeded,
            StepsChanged = counts.Changed,
            StepsFailed = counts.Failed,
            StepsRunning = counts.Running,
            GatesOpen = OpenGates(state).Count(),
            Failed = facts.Status is RunStatus.Failed or RunStatus.RollbackFailed || (facts.Status == RunStatus.RolledBack && facts.GoalMissed),
            Drifted = counts.Drifted,
            Origin = facts.Origin,
            Holder = isHeld && !IsAtRest(status) && facts.Holder is { } holder ? $"{holder.User}@{holder.Host} (process {holder.Process})" : null,
        };
    }

    /// <summary>The run with its operations, steps and checkpoints.</summary>
    public static BatchRun Detailed(RunState state, RunHold hold, DateTimeOffset now)
    {
        DateTimeOffset end = End(state, hold, now);
        List<BatchStep> steps = [.. state.Plan.Steps.Select(s => Step(state, s, end))];
        return Summary(state, hold, now) with
        {
            Operations = Operations(state, steps),
            StepList = steps,
            Gates = [.. OpenGates(state).Select(s => Gate(state, s))],
            Checkpoints = [.. state.Facts.Checkpoints],
            NotUndone = NotUndoneOf(state),
            Warnings = [.. state.Facts.Warnings],
        };
    }

    /// <summary>A status that claims that somebody works on the run is Interrupted when nobody does.</summary>
    public static RunStatus StatusOf(RunStatus recorded, bool isHeld) =>
        !isHeld && recorded is (RunStatus.Pending or RunStatus.Running or RunStatus.Suspending or RunStatus.Stopping or RunStatus.RollingBack)
            ? RunStatus.Interrupted : recorded;

    /// <summary>Whoever brought a run to an end, for now or for good, lets go of it and does nothing more to it.</summary>
    private static bool IsAtRest(RunStatus status) => status is RunStatus.Suspended or RunStatus.Succeeded or RunStatus.Failed or RunStatus.Stopped
        or RunStatus.RolledBack or RunStatus.RollbackFailed;

    // Nothing happens to a run that nobody has, so nothing of it takes longer than to its last event.
    private static DateTimeOffset End(RunState state, RunHold hold, DateTimeOffset now) => hold == RunHold.Held ? now : state.Facts.Worked.Last;

    private static string InterruptedReason(RunFacts facts, RunHold hold)
    {
        string who = facts.Holder is { } holder ? $"process {holder.Process} on {holder.Host}" : "the process that worked on it";
        return hold switch
        {
            RunHold.LetGo => $"{who} let go of it before it was over",
            RunHold.Silent => $"{who} has not renewed its lease",
            _ => $"{who} died before it was over",
        };
    }

    private static BatchStep Step(RunState state, PlanStep plan, DateTimeOffset end)
    {
        StepState step = state[plan.Id];
        return new BatchStep
        {
            RunId = state.Facts.RunId,
            Id = plan.Id,
            Operation = plan.Operation,
            Item = plan.Item,
            Server = plan.Server,
            Taskserv = plan.Taskserv,
            Action = step.Action ?? plan.Action,
            Status = step.Status == StepStatus.Waiting ? StepStatus.Waiting : step.Seen,
            WaitingFor = step.WaitingFor,
            Reason = step.Reason ?? plan.Reason,
            Changed = step.Changed && step.Seen == StepStatus.Succeeded,
            Began = step.Began || step.Changed,
            Attempts = step.ForwardAttempts,
            NextAttempt = step.NextAttempt,
            Started = step.Started,
            Ended = step.Ended,
            Duration = step.DurationUntil(end),
            Failure = step.Failure,
            StandIn = plan.StandIn,
            Outputs = step.Outputs,
        };
    }

    /// <summary>The gates whose answers count now.</summary>
    private static IEnumerable<PlanStep> OpenGates(RunState state) =>
        GateRequests.CanBeAnswered(state.Facts) ? state.Plan.Steps.Where(s => state[s.Id].Gate is not null) : [];

    private static BatchGate Gate(RunState state, PlanStep step)
    {
        OpenGate open = state[step.Id].Gate!;
        GateDefinition definition = GateRequests.DefinitionOf(state.Plan, step);
        return new BatchGate
        {
            RunId = state.Facts.RunId,
            Gate = step.Operation,
            Message = open.Message,
            Opened = open.Opened,
            Until = open.Until,
            Default = definition.Default,
            Answers = definition.Answers,
        };
    }

    private static List<BatchOperation> Operations(RunState state, List<BatchStep> steps) =>
        [.. steps.GroupBy(s => s.Operation).Select(group => new BatchOperation
        {
            RunId = state.Facts.RunId,
            Id = group.Key,
            Status = Together([.. group.Select(s => s.Status)]),
            Steps = group.Count(),
            StepsDone = group.Count(s => s.Done),
            StepsFailed = group.Count(s => s.Failed),
        })];

    /// <summary>How the steps of an operation stand taken together: what is most worth telling.</summary>
    internal static StepStatus Together(List<StepStatus> statuses)
    {
        StepStatus[] order = [StepStatus.Running, StepStatus.Reverting, StepStatus.RevertFailed, StepStatus.Failed, StepStatus.Waiting];
        foreach (StepStatus status in order)
            if (statuses.Contains(status))
                return status;
        if (statuses.Distinct().Count() == 1)
            return statuses[0];
        if (statuses.Contains(StepStatus.Pending))
            return statuses.Contains(StepStatus.Succeeded) || statuses.Contains(StepStatus.Reverted) ? StepStatus.Running : StepStatus.Pending;
        return statuses.Contains(StepStatus.Cancelled) ? StepStatus.Cancelled
            : statuses.Contains(StepStatus.Omitted) ? StepStatus.Omitted
            : statuses.Contains(StepStatus.Reverted) ? StepStatus.Reverted : StepStatus.Succeeded;
    }

    private static List<NotUndone> NotUndoneOf(RunState state)
    {
        if (state.Facts.Undo is not { } undo)
            return [];
        List<NotUndone> left = [.. undo.NotUndone];
        foreach (PlanStep step in undo.Steps)
            if (state[step.Id] is { Status: StepStatus.RevertFailed } failed)
                left.Add(new NotUndone(step.Id, failed.Failure?.Message ?? failed.Reason ?? "it could not be undone"));
        return left;
    }

    private sealed class Counts
    {
        public int Done { get; private set; }
        public int Succeeded { get; private set; }
        public int Changed { get; private set; }
        public int Failed { get; private set; }
        public int Running { get; private set; }
        public bool Drifted { get; private set; }

        public void Add(StepState step)
        {
            Done += step.HasEnded ? 1 : 0;
            Succeeded += step.Seen == StepStatus.Succeeded ? 1 : 0;
            Changed += step.Seen == StepStatus.Succeeded && step.Changed ? 1 : 0;
            Failed += step.FailedForward || step.Status is StepStatus.Failed or StepStatus.RevertFailed ? 1 : 0;
            Running += step.Status is StepStatus.Running or StepStatus.Reverting ? 1 : 0;
            Drifted |= step.Failure?.Kind == FailureKind.Drift;
        }
    }
}
