using System.Text.Json.Serialization;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Something that happened to a run. Events are the only truth: state is folded from them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(RunSubmitted), "run_submitted")]
[JsonDerivedType(typeof(HolderTook), "holder_took")]
[JsonDerivedType(typeof(StatusChanged), "status_changed")]
[JsonDerivedType(typeof(StepWaiting), "step_waiting")]
[JsonDerivedType(typeof(GateOpened), "gate_opened")]
[JsonDerivedType(typeof(AttemptStarted), "attempt_started")]
[JsonDerivedType(typeof(FormerFound), "former_found")]
[JsonDerivedType(typeof(ServerReached), "server_reached")]
[JsonDerivedType(typeof(AttemptEnded), "attempt_ended")]
[JsonDerivedType(typeof(RetryScheduled), "retry_scheduled")]
[JsonDerivedType(typeof(StepEnded), "step_ended")]
[JsonDerivedType(typeof(CheckpointReached), "checkpoint_reached")]
[JsonDerivedType(typeof(ControlTaken), "control_taken")]
[JsonDerivedType(typeof(RollbackPlanned), "rollback_planned")]
[JsonDerivedType(typeof(StepsReset), "steps_reset")]
[JsonDerivedType(typeof(DefinitionsTaken), "definitions_taken")]
[JsonDerivedType(typeof(Warned), "warned")]
internal abstract record RunEvent;

/// <summary>The run was accepted. Always the first event.</summary>
internal sealed record RunSubmitted : RunEvent
{
    public required string RunId { get; init; }
    public required string Workflow { get; init; }
    public required string Infrastructure { get; init; }
    public string? Path { get; init; }

    /// <summary>SHA-256 of plan.json in hex.</summary>
    public required string PlanHash { get; init; }
    public required RunOrigin Origin { get; init; }
    public string? IdempotencyKey { get; init; }
}

/// <summary>A process took the lease and goes on with the run.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Token">The lease's fencing token.</param>
/// <param name="Cause">submit, resume, restart, rollback, or control.</param>
internal sealed record HolderTook(RunOrigin Holder, long Token, string Cause) : RunEvent
{
    /// <summary>The cause of somebody who does no more than write down a request.</summary>
    public const string ForAControl = "control";
}

/// <summary>The run's status changed.</summary>
/// <param name="Status">The new status.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="GoalMissed">True when the run ends without reaching its goal because of a failure.</param>
internal sealed record StatusChanged(RunStatus Status, string? Reason = null, bool GoalMissed = false) : RunEvent;

/// <summary>A step could start but for something that is worth telling.</summary>
internal sealed record StepWaiting(string Step, string For) : RunEvent;

/// <summary>A gate was reached and waits for a person's answer.</summary>
/// <param name="Step">The gate's step.</param>
/// <param name="Message">What is asked, or null.</param>
/// <param name="Until">When its time is over, or null.</param>
internal sealed record GateOpened(string Step, string? Message, DateTimeOffset? Until) : RunEvent;

/// <summary>An attempt begins; written before anything is asked or changed.</summary>
internal sealed record AttemptStarted : RunEvent
{
    public required string Step { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The intent's token: the same for attempts that repeat an intent whose end is unknown.</summary>
    public required string Token { get; init; }

    /// <summary>False when it repeats an attempt that a crash ended: it does not count towards max_attempts.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>True while the run is being rolled back.</summary>
    public bool Undo { get; init; }
}

/// <summary>
/// What a step found before it changes it, so that the change can be undone; written before the change, and only where there was something or
/// the plan expected something else.
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="Former">What was recorded of the thing; empty when nothing was.</param>
/// <param name="Action">What the step does now; null in journals of versions that did not tell it.</param>
internal sealed record FormerFound(string Step, FormerSpecification Former, StepAction? Action = null) : RunEvent;

/// <summary>The run reached a server for the first time, or for the first time after it was changed.</summary>
internal sealed record ServerReached(string Server, KnownServer Known) : RunEvent;

/// <summary>An attempt is over. A successful one ends its step too; after another comes RetryScheduled or StepEnded.</summary>
internal sealed record AttemptEnded : RunEvent
{
    public required string Step { get; init; }
    public required int Attempt { get; init; }
    public required AttemptResult Result { get; init; }

    /// <summary>True when it changed something, or may have; that of a success holds for the whole step.</summary>
    public bool Changed { get; init; }

    /// <summary>True when a script of it that changes things had begun; null in journals that did not tell, where <see cref="Changed"/> must do.</summary>
    public bool? Acted { get; init; }

    /// <summary>True when that script ran no more and left no exit status: whether it did its work is for a check to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Gone { get; init; }

    /// <summary>The script that changes things of which it is not known how it ended, or whether it has; null when there is none.</summary>
    public UnknownScript? Unknown { get; init; }
    public Failure? Failure { get; init; }

    /// <summary>Why the thing is as it is now, for people; null keeps the plan's reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Its outputs; secret ones sealed.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the outputs that are sealed; null in journals that did not tell, where a text's form must do.</summary>
    public IReadOnlyList<string>? Sealed { get; init; }
}

/// <summary>How an attempt ended.</summary>
internal enum AttemptResult
{
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>A crash ended it and what it did is not known.</summary>
    Lost,
}

/// <summary>Another attempt is due at a time; a restart does not forget it.</summary>
internal sealed record RetryScheduled(string Step, int Attempt, DateTimeOffset At) : RunEvent;

/// <summary>A step has ended other than by a successful attempt.</summary>
internal sealed record StepEnded(string Step, StepStatus Status, string? Reason = null, Failure? Failure = null) : RunEvent
{
    /// <summary>The answers that a gate was given, as text; null for all other ends.</summary>
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }
}

/// <summary>A point to which the run can be rolled back.</summary>
internal sealed record CheckpointReached(int Number, string Name) : RunEvent;

/// <summary>A control request was taken from the inbox; this acknowledges it.</summary>
internal sealed record ControlTaken : RunEvent
{
    /// <summary>The inbox position behind the request, from which the next is read: so each is taken once.</summary>
    public required long Position { get; init; }
    public required ControlRequest Request { get; init; }

    /// <summary>The run's status from now on, or null when the request changes none: taken and acted upon is one event.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The steps that the request ends: skipped, or a gate that is answered; null when it ends none.</summary>
    public IReadOnlyList<StepEnded>? Ends { get; init; }

    /// <summary>Why the request cannot be met, or null.</summary>
    public ControlRefusal? Refusal { get; init; }
}

/// <summary>The run will now be undone.</summary>
/// <param name="Undo">The undoing steps, and what is left as it is.</param>
/// <param name="ToCheckpoint">Only what came after this checkpoint, or null for all.</param>
internal sealed record RollbackPlanned(UndoPlan Undo, int? ToCheckpoint) : RunEvent;

/// <summary>Steps begin anew in the same run.</summary>
/// <param name="Steps">Their ids.</param>
/// <param name="Cause">resume or restart.</param>
internal sealed record StepsReset(IReadOnlyList<string> Steps, string Cause) : RunEvent;

/// <summary>The run goes on by definitions that were read anew, in place of its own copies. All that follows from it for steps is in this one event.</summary>
internal sealed record DefinitionsTaken : RunEvent
{
    /// <summary>SHA-256 in hex of the file with the plan from now on.</summary>
    public required string PlanHash { get; init; }

    /// <summary>SHA-256 in hex over the definitions, as the plan has it.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>resume or restart.</summary>
    public required string Cause { get; init; }

    /// <summary>The steps that begin anew.</summary>
    public IReadOnlyList<string> Anew { get; init; } = [];

    /// <summary>The steps of the plan that the definitions have no more: only an undo does anything to them.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>New steps that a restart was not asked for.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>What was told of the differences before it began.</summary>
    public IReadOnlyList<BatchChange> Changes { get; init; } = [];

    /// <summary>The plan that the hash is of, once it was read.</summary>
    [JsonIgnore]
    public Plan? Plan { get; init; }
}

/// <summary>Something the reader should know though nothing failed.</summary>
internal sealed record Warned(string Message, string? Step = null) : RunEvent
{
    /// <summary>The last event that a file which builds on the journal knew, when that is more than the journal had; else null.</summary>
    public long? Missed { get; init; }

    /// <summary>True when it says that the files on disk are no longer those that the run keeps: it holds until it is said anew, or these are taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OfFiles { get; init; }
}
