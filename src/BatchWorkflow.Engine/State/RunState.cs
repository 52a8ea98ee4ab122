using System.Collections.Immutable;
using System.Text.Json;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.State;

/// <summary>A run's state, folded from its journal. <see cref="Apply"/> is the only way to change it, live and replayed alike.</summary>
internal sealed class RunState
{
    private readonly Dictionary<string, StepState> _steps;
    private Dictionary<string, string>? _serverSteps;

    /// <summary>The state before the first event of a run with this plan.</summary>
    public RunState(Plan plan)
    {
        Plans = [plan];
        _steps = new Dictionary<string, StepState>(plan.Steps.Count, StringComparer.Ordinal);
        foreach (PlanStep step in plan.Steps)
            _steps.Add(step.Id, new StepState());
    }

    private RunState(IReadOnlyList<Plan> plans, RunFacts facts, Dictionary<string, StepState> steps)
    {
        (Plans, Facts, _steps) = (plans, facts, steps);
        Outputs = Outputs.SetItems(steps.Where(s => s.Value.HasOutputs || s.Value.Status == StepStatus.Succeeded).Select(s => KeyValuePair.Create(s.Key, s.Value.Kept)));
    }

    /// <summary>The plan of the way forward.</summary>
    public Plan Plan => Plans[^1];

    /// <summary>The plans of the way forward that the run has had: the submitted one first, the present one last.</summary>
    public IReadOnlyList<Plan> Plans { get; private set; }

    /// <summary>The definitions that a step was done by, which undo it.</summary>
    public PlanSource DoneBy(string step) => Plans[_steps[step].DoneBy].Source;

    /// <summary>What is true of the run as a whole.</summary>
    public RunFacts Facts { get; } = new();

    /// <summary>The graph that is being worked on: the undoing one while the run is rolled back.</summary>
    public Plan Current => Facts.Undo is { } undo ? Plan with { Steps = undo.Steps, NotUndone = undo.NotUndone } : Plan;

    /// <summary>The outputs of the steps that have succeeded, by step id; anybody may keep what this gives.</summary>
    public ImmutableDictionary<string, KeptOutputs> Outputs { get; private set; } =
        ImmutableDictionary.Create<string, KeptOutputs>(StringComparer.Ordinal);

    /// <summary>Where a step stands.</summary>
    public StepState this[string step] => _steps[step];

    /// <summary>Folds one event into the state.</summary>
    public void Apply(JournalEntry entry)
    {
        Facts.Sequence = entry.Sequence;
        switch (entry.Event)
        {
            case AttemptStarted e: Begin(_steps[e.Step], e, entry.Time); GoBy(_steps[e.Step]); break;
            case FormerFound e: Find(_steps[e.Step], e); break;
            case AttemptEnded e: End(_steps[e.Step], e, entry); Keep(e); ForgetServer(e); break;
            case RetryScheduled e: Wait(_steps[e.Step], $"attempt {e.Attempt}", e.At, entry.Time); break;
            case StepWaiting e: Wait(_steps[e.Step], e.For, _steps[e.Step].NextAttempt, entry.Time); break;
            case StepEnded e: Close(e, entry); break;
            case GateOpened e: Open(_steps[e.Step], e, entry.Time); GoBy(_steps[e.Step]); break;
            case StepsReset e: Reset(e.Steps); break;
            case DefinitionsTaken e: Take(e, entry); break;
            case RollbackPlanned e: TurnBack(e); break;
            default: ApplyToRun(entry); break;
        }
        Facts.Worked.Last = entry.Time;
    }

    /// <summary>The state as JSON, for a checkpoint. The plan stands in plan.json.</summary>
    public byte[] ToCheckpoint() => JsonSerializer.SerializeToUtf8Bytes(new Content(Facts, _steps), EngineJson.Line);

    /// <summary>The hashes of the plans that a checkpoint belongs to, in order; none when it cannot be read.</summary>
    public static IReadOnlyList<string> PlanHashesOf(ReadOnlySpan<byte> json) => Parse(json)?.Facts is { } facts ? [facts.PlanHash, .. facts.LaterPlans] : [];

    /// <summary>The state that <see cref="ToCheckpoint"/> wrote, or null when it does not fit the plans.</summary>
    public static RunState? FromCheckpoint(IReadOnlyList<Plan> plans, ReadOnlySpan<byte> json)
    {
        Content? content = Parse(json);
        IReadOnlyList<PlanStep> steps = plans[^1].Steps;
        return content is null || content.Steps.Count != steps.Count || !steps.All(s => content.Steps.ContainsKey(s.Id))
            ? null
            : new RunState(plans, content.Facts, content.Steps);
    }

    private static Content? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(json, EngineJson.Line);
        }
        catch (JsonException)
        {
            return null; // A checkpoint is only ever a shortcut: the journal has it all.
        }
    }

    private void ApplyToRun(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case RunSubmitted e:
                (Facts.RunId, Facts.Workflow, Facts.Infrastructure, Facts.Path) = (e.RunId, e.Workflow, e.Infrastructure, e.Path);
                (Facts.PlanHash, Facts.Origin, Facts.Submitted) = (e.PlanHash, e.Origin, entry.Time);
                Facts.Worked.Begin(entry.Time);
                break;
            case HolderTook e:
                TakeUp(e, entry.Time);
                break;
            case StatusChanged e:
                Enter(e.Status, e.Reason, e.GoalMissed || (Facts.GoalMissed && e.Status is RunStatus.Suspending or RunStatus.Stopping), entry.Time);
                break;
            case ServerReached e:
                Facts.Servers[e.Server] = e.Known;
                break;
            case CheckpointReached e:
                Facts.Checkpoints.Add(new BatchCheckpoint(Facts.RunId, e.Number, e.Name, entry.Time, entry.Sequence));
                break;
            case ControlTaken e:
                Facts.InboxPosition = Math.Max(Facts.InboxPosition, e.Position);
                foreach (StepEnded end in e.Ends ?? [])
                    Close(end, entry);
                if (e.Status is { } status)
                    Enter(status, e.Request.Why, Facts.GoalMissed, entry.Time);
                break;
            case Warned e:
                if (e.OfFiles)
                    WarnOfFiles(e.Message);
                Facts.Warnings.Add(e.Message);
                break;
            default:
                throw new InvalidOperationException($"The state has no rule for {entry.Event.GetType().Name}.");
        }
    }

    /// <summary>Takes back what was said of the files on disk before.</summary>
    private void WarnOfFiles(string? message)
    {
        if (Facts.WarningOfFiles is { } before)
            Facts.Warnings.Remove(before);
        Facts.WarningOfFiles = message;
    }

    private void Enter(RunStatus status, string? reason, bool goalMissed, DateTimeOffset time)
    {
        (Facts.Status, Facts.Reason, Facts.GoalMissed) = (status, reason, goalMissed);
        Facts.Ended = IsOver(status) ? time : null;
        if (status is RunStatus.Failed or RunStatus.RollingBack)
            StopWaiting();
        if (IsOver(status) || status == RunStatus.Suspended)
            Facts.Worked.End(time);
    }

    /// <summary>Of a run that has failed nothing waits any more, for an answer or for anything else: when it goes on, that begins anew.</summary>
    private void StopWaiting()
    {
        foreach (StepState step in _steps.Values)
            if (step is { Status: StepStatus.Waiting, InFlight: false })
                (step.Status, step.WaitingFor, step.NextAttempt, step.Gate) = (StepStatus.Pending, null, null, null);
    }

    /// <summary>What an earlier holder left waiting for another attempt begins a new go; what it left in flight goes on.</summary>
    private void TakeUp(HolderTook e, DateTimeOffset time)
    {
        if (e.Cause != HolderTook.ForAControl)
            Facts.Holder = e.Holder;
        SetBack(Elapsed.Between(time, Facts.Worked.Last));
        Facts.Worked.Begin(time);
        foreach (StepState step in _steps.Values)
            if (step is { Started: not null, InFlight: false })
                step.ForwardEnded ??= step.AttemptEnded;
    }

    /// <summary>A new holder's clock may stand before the last event: what is not over goes on as if that had been told by the new clock.</summary>
    private void SetBack(TimeSpan by)
    {
        foreach (StepState step in _steps.Values.Where(step => by > TimeSpan.Zero && !step.HasEnded))
            step.SetBack(by);
    }

    private static void Begin(StepState step, AttemptStarted e, DateTimeOffset time)
    {
        step.Status = e.Undo ? StepStatus.Reverting : StepStatus.Running;
        (step.InFlight, step.Undo, step.Token) = (true, e.Undo, e.Token);
        (step.WaitingFor, step.NextAttempt, step.Standing) = (null, null, null);
        step.Attempts = e.Attempt;
        step.Began |= !e.Undo;
        step.ForwardAttempts += e.Undo ? 0 : 1;
        step.Counted += e.Counts ? 1 : 0;
        step.AttemptStarted = time;
        step.UndoBegan |= e.Undo;
        step.Ended = null;
        if (!e.Undo && (step.Started is null || step.ForwardEnded is not null))
            (step.Started, step.ForwardEnded) = (time, null);
    }

    private static void Find(StepState step, FormerFound e)
    {
        if (e.Action is { } action)
            (step.Former, step.Action) = (e.Former.IsNone ? null : e.Former, action);
        else
            step.Former ??= e.Former;
    }

    private static void End(StepState step, AttemptEnded e, JournalEntry entry)
    {
        (step.InFlight, step.AttemptEnded) = (false, entry.Time);
        // What is undone because it failed still tells why it failed.
        bool isUndone = step.Undo && e.Result == AttemptResult.Succeeded;
        (step.Failure, step.Reason) = (e.Failure ?? (isUndone ? step.Failure : null), e.Reason ?? step.Reason);
        step.FailedAttempt = e.Failure is null ? (step.Failure is null ? null : step.FailedAttempt)
            : new FailedAttempt(step.Counted, entry.Time - (step.AttemptStarted ?? entry.Time));
        bool isKnownNow = step.OnlyAsked && e.Unknown is null;
        step.OnlyAsked = e.Unknown is { Undo: false } asked && (asked.Attempt == e.Attempt ? !step.Changed : step.OnlyAsked);
        // What succeeds has looked at what all attempts did, and knows better than each that failed; so does what learns that nothing ever began.
        step.Changed = e.Changed || (step.Changed && !isKnownNow && e.Result != AttemptResult.Succeeded);
        bool acted = e.Acted ?? e.Changed;
        step.CutOff = !step.Undo && e.Result != AttemptResult.Succeeded && (acted ? e.Result == AttemptResult.Cancelled : step.CutOff);
        step.ScriptFailed = e.Result switch
        {
            AttemptResult.Succeeded => false,
            AttemptResult.Lost => step.ScriptFailed && !acted,
            _ when e.Gone => false,
            _ => step.ScriptFailed || (acted && e.Unknown is null),
        };
        step.Unknown = e.Unknown;
        if (!step.Undo)
        {
            step.Began = step.Changed;
            step.ChangedAt = !step.Changed ? 0 : step.ChangedAt > 0 ? step.ChangedAt : entry.Sequence;
        }
        if (!step.Undo && acted)
            (step.DoneBy, step.Redone) = (step.TriedBy, step.DoneBefore > 0);
        if (e.Outputs.Count > 0)
            (step.Outputs, step.Sealed) = (e.Outputs, e.Sealed);
        if (e.Result != AttemptResult.Failed && !step.Undo)
            step.ForwardEnded = entry.Time;
        if (e.Result != AttemptResult.Succeeded)
        {
            if (e.Result == AttemptResult.Cancelled)
                step.Counted = Math.Max(0, step.Counted - 1);
            step.Status = StepStatus.Pending;
            return;
        }
        step.Status = step.Undo ? StepStatus.Reverted : StepStatus.Succeeded;
        if (step.Undo)
            (step.Changed, step.Began, step.Former, step.Action, step.DoneBefore, step.ChangedAt) = (false, false, null, null, 0, 0);
        bool isAsItWas = step is { DoneBefore: > 0, Redone: false };
        (step.Ended, step.EndedSequence) = (entry.Time, isAsItWas ? step.DoneBefore : entry.Sequence);
        if (isAsItWas)
            step.DoneBefore = 0;
    }

    /// <summary>An attempt goes by the present definitions. What is there already was still done by others.</summary>
    private void GoBy(StepState step)
    {
        if (step.Undo)
            return;
        step.TriedBy = Plans.Count - 1;
        if (!step.Changed)
            step.DoneBy = step.TriedBy;
    }

    private static void Open(StepState step, GateOpened e, DateTimeOffset time)
    {
        step.Gate = new OpenGate(e.Message, time, e.Until);
        Wait(step, e.Message is null ? "an answer" : $"an answer: {e.Message}", null, time);
        (step.Started, step.ForwardEnded) = (time, null);
    }

    private void Close(StepEnded e, JournalEntry entry)
    {
        StepState step = _steps[e.Step];
        (step.Status, step.Failure) = (e.Status, e.Failure ?? (e.Status == StepStatus.Reverted ? step.Failure : null));
        // What a person skips after it failed is no failure of the run any more.
        step.FailedForward = e.Status == StepStatus.Failed || (step.FailedForward && e.Status != StepStatus.Skipped);
        step.Reason = e.Reason ?? step.Reason;
        (step.InFlight, step.WaitingFor, step.NextAttempt, step.Standing, step.Gate) = (false, null, null, null, null);
        if (step is { Undo: false, Started: not null })
            step.ForwardEnded ??= entry.Time;
        (step.Ended, step.EndedSequence) = (entry.Time, entry.Sequence);
        if (e.Outputs is { } answers)
            (step.Outputs, step.Sealed, step.HasOutputs, Outputs) = (answers, [], true, Outputs.SetItem(e.Step, new KeptOutputs(answers, [])));
    }

    private static void Wait(StepState step, string what, DateTimeOffset? until, DateTimeOffset now)
    {
        step.WaitingSince = step.WaitingFor == what ? step.WaitingSince : now;
        (step.Status, step.WaitingFor, step.NextAttempt) = (StepStatus.Waiting, what, until);
    }

    private void Keep(AttemptEnded e)
    {
        StepState step = _steps[e.Step];
        if (e.Result != AttemptResult.Succeeded || step.Undo)
            return;
        step.HasOutputs = true;
        Outputs = Outputs.SetItem(e.Step, step.Kept);
    }

    private void ForgetServer(AttemptEnded e)
    {
        if (!e.Changed || Facts.Servers.Count == 0)
            return;
        _serverSteps ??= Plan.Steps.Where(s => s.Kind == StepKind.Server).ToDictionary(s => s.Id, s => s.Server!, StringComparer.Ordinal);
        if (_serverSteps.TryGetValue(e.Step, out string? server))
            Facts.Servers.Remove(server);
    }

    private void Reset(IReadOnlyList<string> steps)
    {
        Facts.Undo = null;
        Facts.ToCheckpoint = null;
        foreach (StepState step in _steps.Values)
            if (step.Standing is { } standing)
                (step.Status, step.Standing, step.Undo, step.WaitingFor) = (standing, null, false, null);
        foreach (string id in steps)
        {
            StepState step = _steps[id];
            step.Status = StepStatus.Pending;
            (step.WaitingFor, step.Reason, step.NextAttempt, step.Failure, step.Gate) = (null, null, null, null, null);
            (step.Counted, step.Epoch, step.Token, step.Ended, step.EndedSequence) = (0, step.Epoch + 1, null, null, 0);
            (step.Undo, step.FailedForward, step.FailedAttempt, step.CutOff) = (false, false, null, false);
        }
    }

    private void Take(DefinitionsTaken e, JournalEntry entry)
    {
        Plan taken = e.Plan ?? throw new InvalidOperationException($"The plan {e.PlanHash} was not read.");
        Dictionary<string, PlanStep> before = Plan.Steps.ToDictionary(s => s.Id, StringComparer.Ordinal);
        foreach (PlanStep step in taken.Steps)
        {
            if (!before.TryGetValue(step.Id, out PlanStep? was))
                _steps[step.Id] = new StepState();
            else if (_steps[step.Id] is { Action: null } state && (state.Changed || state.Began) && was.Action != step.Action)
                state.Action = was.Action; // What it did is what is undone, whatever is planned for it now.
        }
        HashSet<string> kept = taken.Steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (string id in before.Keys.Where(id => !kept.Contains(id)))
            _steps.Remove(id);
        foreach (string id in e.Anew)
            if (_steps[id] is { Status: StepStatus.Succeeded, Changed: true, DoneBefore: 0 } done)
                (done.DoneBefore, done.Redone) = (done.EndedSequence, false);
        foreach (PlanStep step in taken.Steps)
            _steps[step.Id].Gone = false;
        Plans = [.. Plans, taken];
        _serverSteps = null;
        Facts.LaterPlans.Add(e.PlanHash);
        WarnOfFiles(null);
        Reset(e.Anew);
        foreach (string id in e.Gone)
            Leave(id, StepStatus.Skipped, "it is no longer in the workflow", entry);
        foreach (string id in e.Left)
            Leave(id, StepStatus.Omitted, "the restart that brought it in was not asked for it", entry);
        foreach (string id in e.Gone)
            _steps[id].Gone = true;
    }

    /// <summary>Ends what has not succeeded. What it may have changed is still undone.</summary>
    private void Leave(string id, StepStatus status, string reason, JournalEntry entry)
    {
        if (_steps[id].Status is not (StepStatus.Succeeded or StepStatus.Reverted))
            Close(new StepEnded(id, status, reason), entry);
        else
            _steps[id].Reason = reason;
    }

    private void TurnBack(RollbackPlanned e)
    {
        Facts.Undo = e.Undo;
        Facts.ToCheckpoint = e.ToCheckpoint;
        foreach (PlanStep undo in e.Undo.Steps)
        {
            StepState step = _steps[undo.Id];
            step.Standing = step.Seen;
            step.Status = StepStatus.Pending;
            (step.Counted, step.Epoch, step.Token, step.NextAttempt) = (0, step.Epoch + 1, null, null);
            (step.Undo, step.UndoBegan, step.Reason) = (true, false, undo.Reason);
            if (step.Started is not null)
                step.ForwardEnded ??= step.AttemptEnded;
        }
    }

    private static bool IsOver(RunStatus status) => status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Stopped
        or RunStatus.RolledBack or RunStatus.RollbackFailed;

    private sealed record Content(RunFacts Facts, Dictionary<string, StepState> Steps);
}
