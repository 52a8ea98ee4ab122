using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// An attempt on a taskserv of a server: its check decides whether there is anything to do, its script does it, its health check gates
/// what depends on it.
/// </summary>
internal sealed class TaskservAttempt(RunServers servers, TaskservUnits units, ScriptRuns scripts, TaskservRecords records, TimeProvider time)
{
    private const string Check = ScriptCall.Check;
    private const string Act = "act";

    /// <summary>Carries out the attempt.</summary>
    public async Task<AttemptOutcome> RunAsync(AttemptContext context, AttemptProgress progress, CancellationToken cancellationToken)
    {
        if (context is { IsCovered: true, Unknown: null })
            return AttemptOutcome.Success(changed: false);
        Connection? connection = await servers.ConnectAsync(context, cancellationToken);
        if (connection is null)
            return await WithoutServerAsync(context, progress, cancellationToken);
        Work work = new(context, progress, units.For(context, servers.KnownOf(context.Step.Server!)), connection);
        if (await TakeUpFormerAsync(work, cancellationToken) is { } outcome)
            return outcome;
        if (context is { Undo: true, OnlyAsked: true, Unknown: { Undo: false } asked }
            && await scripts.EndAsync(context with { Number = asked.Attempt }, connection, Act, cancellationToken) == ScriptState.NotStarted)
        {
            progress.Unknown = null;
            return AttemptOutcome.Success(changed: false, "what was asked for never began");
        }
        string[] phases = work.Unit.Scripts.ContainsKey(Check) ? [Check, Act] : [Act];
        await scripts.EndFormerAsync(context, connection, phases, work.Unit.HealthCheck is not null, cancellationToken);
        foreach ((PlanStep other, int attempt) in context.Beside)
            await scripts.EndAsync(context with { Step = other, Number = attempt }, connection, Act, cancellationToken);
        progress.Unknown = null;
        if (FormerOf(context) is not null)
            work = work with { Context = context with { ScriptFailed = true } };
        if (context is { CutOff: true, Undo: false, Operation.Repeatable: false } && !work.Unit.Scripts.ContainsKey(Check))
            return LostOf(work);
        return context switch
        {
            { IsCovered: true } => AttemptOutcome.Success(changed: false),
            { Step.Action: StepAction.Check } => await CompareAsync(work, cancellationToken),
            { IsDelete: true } => await RemoveAsync(work, cancellationToken),
            _ => await InstallAsync(work, cancellationToken),
        };
    }

    private async Task<AttemptOutcome> WithoutServerAsync(AttemptContext context, AttemptProgress progress, CancellationToken cancellationToken)
    {
        progress.Unknown = null;
        if (context.Step.Action == StepAction.Check)
            return AttemptOutcome.Fail(FailureKind.Drift, $"Server {context.Step.Server} is not there, and so nothing of {context.Step.Taskserv} is.");
        if (!context.IsDelete && !context.IsCovered)
            return AttemptOutcome.Fail(FailureKind.NotFound, $"Server {context.Step.Server} is not there. Create it first, with an operation of target server.");
        await records.RemoveAsync(context, cancellationToken);
        return AttemptOutcome.Success(context.ChangedBefore, "its server is not there");
    }

    /// <summary>The script of an earlier attempt in the same direction that has to be asked for first; null when there is none.</summary>
    private static UnknownScript? FormerOf(AttemptContext context) => context.Unknown is { } unknown && unknown.Undo == context.Undo ? unknown : null;

    /// <summary>Takes the outcome of what was started before this attempt, or by it in an earlier engine; null when nothing is to be taken.</summary>
    private async Task<AttemptOutcome?> TakeUpFormerAsync(Work work, CancellationToken cancellationToken)
    {
        AttemptContext context = work.Context;
        UnknownScript? former = FormerOf(context);
        if (context.Resumed && (former is null || former.Attempt == context.Number
            || await scripts.ProbeAsync(context, work.Connection, Act, cancellationToken) != ScriptState.NotStarted))
            return await TakeUpAsync(work, cancellationToken);
        if (former is null)
            return null;
        Work before = work with { Context = context with { Number = former.Attempt, Resumed = true } };
        if (!former.Overdue || await scripts.ProbeAsync(before.Context, work.Connection, Act, cancellationToken) != ScriptState.Running)
            return await TakeUpAsync(before, cancellationToken);
        return context.Resumed ? AttemptOutcome.Lost(changed: true) : null;
    }

    /// <summary>
    /// Goes on with what an earlier engine began, or what an earlier attempt could not ask about: what was started is waited for, or barred from
    /// starting, before anything is repeated.
    /// </summary>
    private async Task<AttemptOutcome> TakeUpAsync(Work work, CancellationToken cancellationToken)
    {
        await scripts.EndAsync(work.Context, work.Connection, Check, cancellationToken);
        if (work.Context.Step.Action == StepAction.Check)
            return AttemptOutcome.Lost(changed: false);
        ScriptState state = await scripts.ProbeAsync(work.Context, work.Connection, Act, cancellationToken);
        if (state == ScriptState.NotStarted)
        {
            work.Progress.Unknown = null;
            return AttemptOutcome.Lost(work.Context is { ChangedBefore: true, OnlyAsked: false });
        }
        (work.Progress.Changed, work.Progress.Acted) = (true, true);
        if (state == ScriptState.Running)
            work.Context.Waiting($"what an earlier engine started on {work.Context.Step.Server} to end");
        return state == ScriptState.Gone
            ? LostOf(work)
            : await TakeOutcomeAsync(work, () => scripts.WaitAsync(Call(work, Act, ScriptOf(work)), cancellationToken), cancellationToken);
    }

    /// <summary>The end of an attempt that was cut off and whose script left no exit status: another one, unless the operation must not be repeated unasked.</summary>
    private static AttemptOutcome LostOf(Work work)
    {
        work.Progress.Unknown = null;
        return MayRepeat(work) ? AttemptOutcome.Lost(changed: true) : NotRepeatedOf(work);
    }

    /// <summary>
    /// The end of an attempt whose script left no exit status. When an engine went with it, that was no failure of the script; else it counts as
    /// one, and the check decides about the next attempt.
    /// </summary>
    private static AttemptOutcome GoneOf(Work work, ScriptRun run) =>
        work.Context.Resumed ? LostOf(work)
        : MayRepeat(work) ? AttemptOutcome.Fail(run.ToFailure(), changed: true)
        : NotRepeatedOf(work);

    private static bool MayRepeat(Work work) => work.Unit.Scripts.ContainsKey(Check) || work.Context.Undo || work.Context.Operation?.Repeatable != false;

    private static AttemptOutcome NotRepeatedOf(Work work) =>
        AttemptOutcome.Fail(NotRepeated.Of(work.Context, work.Unit, work.Unit.Scripts.GetValueOrDefault(ScriptOf(work))), changed: true);

    private async Task<AttemptOutcome> CompareAsync(Work work, CancellationToken cancellationToken)
    {
        ScriptRun run = await CheckAsync(work, cancellationToken);
        return run.Succeeded
            ? AttemptOutcome.Success(changed: false, "it is as wanted").With(run.Outputs)
            : AttemptOutcome.Fail(run.ToDrift(), changed: false);
    }

    private async Task<AttemptOutcome> InstallAsync(Work work, CancellationToken cancellationToken)
    {
        TaskservRecord? record = await records.FindAsync(work.Context, cancellationToken);
        bool isUpdate = work.Context is { Undo: true } or { Operation.Type: OperationType.Update };
        StepAction action = record is not null || isUpdate ? StepAction.Update : StepAction.Create;
        if (MayCheck(work))
        {
            ScriptRun check = await CheckAsync(work, cancellationToken);
            if (check.Succeeded)
                return await AlreadyThereAsync(work, check, cancellationToken);
            CheckAnswer answer = check.ToAnswer();
            if (answer.SaysAbsent && work.Context is { Undo: false, ChangedBefore: false } && isUpdate)
                return AttemptOutcome.Fail(FailureKind.NotFound, NothingToUpdate(work));
            action = answer.ToReach(action == StepAction.Update);
        }
        if (record is null && work.Context.IsOnNewServer)
            action = StepAction.Create;
        bool isDrift = action == StepAction.Update && MayCheck(work) && record is not null && IsAsWanted(work.Unit, record);
        return TooSmall(work) ?? await ActAsync(Doing(work, action) with { IsDrift = isDrift }, record, cancellationToken);
    }

    /// <summary>What the check says. One that left no exit status, could not be run or was killed has said nothing: nothing is done by it.</summary>
    private async Task<ScriptRun> CheckAsync(Work work, CancellationToken cancellationToken)
    {
        ScriptRun check = await scripts.RunAsync(Call(work, Check, Check), cancellationToken);
        if (check.NoAnswer is { } why)
            throw new FailureException(check.ToFailure() with
            {
                Message = $"The check of {work.Unit.Name} on {work.Context.Step.Server} gave no answer, so it is not known what is there: {why}.",
            });
        return check.Exit.Code is not null ? check : throw new FailureException(new Failure
        {
            Kind = FailureKind.Transient,
            Message = $"The check of {work.Unit.Name} on {work.Context.Step.Server} left no exit status, so it is not known what is there.",
        });
    }

    /// <summary>True when the record tells of the very thing that is wanted.</summary>
    private static bool IsAsWanted(TaskservUnit unit, TaskservRecord record) =>
        RecordDifferences.Between(record, unit.Version, unit.Files, unit.Variables).Count == 0;

    private static bool MayCheck(Work work) => work.Unit.Scripts.ContainsKey(Check) && !work.Context.ScriptFailed;

    /// <summary>What an attempt has begun to do, the attempts after it go on with: what they find is its doing.</summary>
    private static Work Doing(Work work, StepAction action) =>
        work.Context is { ChangedBefore: true, IsDoneAgain: false, Action: StepAction.Create or StepAction.Update } ? work : work with { Action = action };

    private static string NothingToUpdate(Work work) =>
        $"Nothing of {work.Unit.Name} is on {work.Context.Step.Server}, so operation {work.Context.Step.Operation} has nothing to update. "
        + "Use type create: it makes what is missing and updates what differs.";

    /// <summary>Deletes what is there. What undoes asks no check: what a failed attempt left may look absent.</summary>
    private async Task<AttemptOutcome> RemoveAsync(Work work, CancellationToken cancellationToken)
    {
        TaskservRecord? record = await records.FindAsync(work.Context, cancellationToken);
        if (record is null && work.Context is { Undo: false, ChangedBefore: false, IsOnNewServer: true, Step.Action: StepAction.Nothing })
            return AttemptOutcome.Success(changed: false, "its server is new, so nothing is on it");
        if (!work.Context.Undo && MayCheck(work)
            && (await CheckAsync(work, cancellationToken)).ToAnswer().IsAbsent(record is not null))
        {
            await records.RemoveAsync(work.Context, cancellationToken);
            return AttemptOutcome.Success(work.Context.ChangedBefore, work.Context.ChangedBefore ? "an earlier attempt of this run had deleted it" : "its check did not find it");
        }
        return await ActAsync(work with { Action = StepAction.Delete }, record, cancellationToken);
    }

    /// <summary>The refusal to install on a server that has told of itself that it is too small; null for one that is large enough or does not tell.</summary>
    private AttemptOutcome? TooSmall(Work work) =>
        work.Unit.MinimumResources is { } minimum && servers.KnownOf(work.Context.Step.Server!)?.Told is { } told && ServerSize.Lack(minimum, told) is { } lack
            ? AttemptOutcome.Fail(FailureKind.Validation, $"Server {work.Context.Step.Server} is too small for {work.Unit.Name}: {lack}.", work.Progress.Changed)
            : null;

    private async Task<AttemptOutcome> AlreadyThereAsync(Work work, ScriptRun check, CancellationToken cancellationToken)
    {
        if (work.Context.ChangedBefore && await UnhealthyAsync(work, cancellationToken) is { } failure)
            return AttemptOutcome.Fail(failure, changed: true);
        KeptOutputs outputs = await records.KeepAsync(work.Context, work.Unit, check.Outputs, null, cancellationToken);
        string reason = work.Context is { ChangedBefore: true, IsDoneAgain: false } ? "an earlier attempt of this run had done it" : "its check found it as wanted";
        return AttemptOutcome.Success(work.Context.ChangedBefore, reason).With(outputs);
    }

    private async Task<AttemptOutcome> ActAsync(Work work, TaskservRecord? record, CancellationToken cancellationToken)
    {
        if (work.Context is { Undo: false, ChangedBefore: false } && (record is not null || work.Action != work.Context.Action))
            await work.Context.RememberAsync(new FormerSpecification(null, work.IsDrift ? null : record), work.Action, cancellationToken);
        ScriptCall call = Call(work, Act, ScriptOf(work)) with { Asked = isAsked => work.Progress.Ask(isAsked, work.Context) };
        return await TakeOutcomeAsync(work, () => scripts.RunAsync(call, cancellationToken), cancellationToken);
    }

    /// <summary>Takes the outcome of the script that acts. From then on it is known, unless the server cannot be asked about what follows either.</summary>
    private async Task<AttemptOutcome> TakeOutcomeAsync(Work work, Func<Task<ScriptRun>> runAsync, CancellationToken cancellationToken)
    {
        try
        {
            ScriptRun run = await runAsync();
            work.Progress.Gone = run.Exit.Code is null;
            AttemptOutcome outcome = work.Progress.Gone ? GoneOf(work, run) : await ConcludeAsync(work, run, cancellationToken);
            work.Progress.Unknown = null;
            return outcome;
        }
        catch (OperationCanceledException)
        {
            // It was ended first.
            work.Progress.Unknown = null;
            throw;
        }
    }

    private async Task<AttemptOutcome> ConcludeAsync(Work work, ScriptRun run, CancellationToken cancellationToken)
    {
        if (!run.Succeeded)
            return AttemptOutcome.Fail(run.ToFailure(), changed: true);
        if (work.Action == StepAction.Delete)
        {
            await records.RemoveAsync(work.Context, cancellationToken);
            return AttemptOutcome.Success(changed: true, run.LeftBehind).With(run.Outputs);
        }
        if (await UnhealthyAsync(work, cancellationToken) is { } failure)
            return AttemptOutcome.Fail(failure, changed: true);
        await records.KeepAsync(work.Context, work.Unit, run.Outputs, run.Duration, cancellationToken);
        return AttemptOutcome.Success(changed: true, run.LeftBehind).With(run.Outputs);
    }

    /// <summary>Tries the health check until it succeeds; the failure of its last try otherwise.</summary>
    private async Task<Failure?> UnhealthyAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.Unit.HealthCheck is not { } health)
            return null;
        work.Progress.Acted = true;
        int first = work.Context.Resumed ? await scripts.EndHealthAsync(work.Context, work.Connection, cancellationToken) + 1 : 1;
        TimeSpan pause = TimeSpan.FromMilliseconds(100);
        for (int number = first; ; number++)
        {
            ScriptCall call = Call(work, $"health-{number}", null) with { Command = health.Command, Timeout = health.Timeout };
            ScriptRun run = await scripts.RunAsync(call, cancellationToken);
            if (run.Succeeded)
                return null;
            if (number - first + 1 >= health.Retries)
                return run.ToUnhealthy(work.Unit.Name, work.Context.Step.Server!, health);
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : TimeSpan.FromSeconds(5);
        }
    }

    /// <summary>Which of the taskserv's scripts acts: an update has its own when there is one.</summary>
    private static string ScriptOf(Work work) => work.Action switch
    {
        StepAction.Delete => "delete",
        StepAction.Update when work.Unit.Scripts.ContainsKey("update") => "update",
        _ => "create",
    };

    private static ScriptCall Call(Work work, string phase, string? script) => new()
    {
        Context = work.Context,
        Unit = work.Unit,
        Connection = work.Connection,
        Phase = phase,
        Script = script is null ? null : work.Unit.Scripts.GetValueOrDefault(script)
            ?? throw new FailureException(new Failure
            {
                Kind = FailureKind.Validation,
                Message = $"Taskserv {work.Unit.Name} has no script for {script}.",
            }),
    };

    private sealed record Work(AttemptContext Context, AttemptProgress Progress, TaskservUnit Unit, Connection Connection)
    {
        /// <summary>What is done about the taskserv.</summary>
        public StepAction Action { get; init; } = Context.IsDelete ? StepAction.Delete : Context.Action;

        /// <summary>True when its check finds different what is recorded as wanted: nothing tells what it was made, so nothing puts it back.</summary>
        public bool IsDrift { get; init; }
    }
}
