using System.Text.Json.Serialization;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.State;

/// <summary>Where one step of a run stands. Changed only by <see cref="RunState.Apply"/>; serialised in checkpoints.</summary>
internal sealed record StepState
{
    public StepStatus Status { get; set; }
    public string? WaitingFor { get; set; }

    /// <summary>Since when it has waited for that.</summary>
    public DateTimeOffset? WaitingSince { get; set; }
    public string? Reason { get; set; }

    /// <summary>True when an attempt of it changed something, or may have, and that has not been undone.</summary>
    public bool Changed { get; set; }

    /// <summary>True when the last script that ran to change it failed or was cut off: only running one to its end makes up for that.</summary>
    public bool ScriptFailed { get; set; }

    /// <summary>The script that has to be asked for before anything is repeated; null when it is known how all have ended.</summary>
    public UnknownScript? Unknown { get; set; }

    /// <summary>True when all that may have changed it is that script: if it never began, nothing did.</summary>
    public bool OnlyAsked { get; set; }

    /// <summary>True when the last script that ran to change it on the way forward was ended with the engine's work on the run.</summary>
    public bool CutOff { get; set; }

    /// <summary>True while an attempt on the way forward may have begun to change something, and until that is undone.</summary>
    public bool Began { get; set; }

    /// <summary>True when it failed on the way forward, also once it has been undone.</summary>
    public bool FailedForward { get; set; }

    /// <summary>The plan, of those that the run has had, whose definitions the last attempt on the way forward went by: 0 for the submitted one.</summary>
    public int TriedBy { get; set; }

    /// <summary>The plan by whose definitions the thing was changed last, or was found as wanted; they undo it.</summary>
    public int DoneBy { get; set; }

    /// <summary>True when the definitions that the run goes on by have it no more.</summary>
    public bool Gone { get; set; }

    /// <summary>While something that was done already is done again by other definitions, and from then on: the event that ended it before; else 0.</summary>
    public long DoneBefore { get; set; }

    /// <summary>True once that has changed it.</summary>
    public bool Redone { get; set; }

    /// <summary>Attempts ever, over restarts and rollback.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts ever on the way forward.</summary>
    public int ForwardAttempts { get; set; }

    /// <summary>Attempts of this go that count towards max_attempts.</summary>
    public int Counted { get; set; }

    /// <summary>Goes: 0 for the first, one more at each restart or rollback. Part of the intent's token.</summary>
    public int Epoch { get; set; }

    /// <summary>True while an attempt has begun and its end is not recorded.</summary>
    public bool InFlight { get; set; }

    /// <summary>True when the attempt in flight, or the last one, undoes.</summary>
    public bool Undo { get; set; }

    /// <summary>The attempt that <see cref="Failure"/> is of, or null when it failed without one.</summary>
    public FailedAttempt? FailedAttempt { get; set; }

    /// <summary>The intent's token of this go, once an attempt has begun.</summary>
    public string? Token { get; set; }

    /// <summary>How it stood when the run turned back; null once its undoing has begun, and while the run goes forward.</summary>
    public StepStatus? Standing { get; set; }

    /// <summary>When the attempt in flight began.</summary>
    public DateTimeOffset? AttemptStarted { get; set; }

    /// <summary>When the last attempt ended.</summary>
    public DateTimeOffset? AttemptEnded { get; set; }
    public DateTimeOffset? NextAttempt { get; set; }

    /// <summary>The gate that waits for an answer; null for all other steps, and before and after that.</summary>
    public OpenGate? Gate { get; set; }

    /// <summary>When the first attempt of its last go forward began.</summary>
    public DateTimeOffset? Started { get; set; }

    /// <summary>When its last go forward was over; what undoes it does not move this.</summary>
    public DateTimeOffset? ForwardEnded { get; set; }

    /// <summary>True once an attempt of the present rollback has begun on it.</summary>
    public bool UndoBegan { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public long EndedSequence { get; set; }

    /// <summary>The journal event that first told of a change by it which has not been undone since; 0 when there is none.</summary>
    public long ChangedAt { get; set; }
    public Failure? Failure { get; set; }
    public FormerSpecification? Former { get; set; }

    /// <summary>What it does on the way forward, once it has found out; null while that is what the plan says.</summary>
    public StepAction? Action { get; set; }
    public IReadOnlyDictionary<string, string> Outputs { get; set; } = new Dictionary<string, string>();

    /// <summary>The names of the outputs that are sealed; null when the journal did not tell.</summary>
    public IReadOnlyList<string>? Sealed { get; set; }

    /// <summary>True once it has succeeded on the way forward, or was answered: others may use its outputs from then on.</summary>
    public bool HasOutputs { get; set; }

    /// <summary>The outputs, and which are sealed.</summary>
    [JsonIgnore]
    public KeptOutputs Kept => new(Outputs, Sealed);

    /// <summary>Moves what is under way or waits to an earlier time, because the clock was set back by that much.</summary>
    public void SetBack(TimeSpan by)
    {
        (Started, AttemptStarted, AttemptEnded) = (Started - by, AttemptStarted - by, AttemptEnded - by);
        (WaitingSince, NextAttempt) = (WaitingSince - by, NextAttempt - by);
    }

    /// <summary>How it stands in the world: what waits to be undone is still as it was.</summary>
    [JsonIgnore]
    public StepStatus Seen => Standing ?? Status;

    /// <summary>True while something that is there already is brought in line with other definitions.</summary>
    [JsonIgnore]
    public bool IsDoneAgain => DoneBefore > 0 && Changed;

    /// <summary>True when nothing more happens to it in the present direction.</summary>
    public bool HasEnded => Status is not (StepStatus.Pending or StepStatus.Waiting or StepStatus.Running or StepStatus.Reverting);

    /// <summary>How long its last go forward took; where it is being undone or could not be, how long the last attempt at that took.</summary>
    /// <param name="time">Until when what is not over counts.</param>
    public TimeSpan DurationUntil(DateTimeOffset time) => this switch
    {
        { UndoBegan: true, Status: StepStatus.Reverting or StepStatus.RevertFailed, AttemptStarted: { } began } =>
            Elapsed.Between(began, InFlight ? time : AttemptEnded ?? time),
        { Started: { } began } => Elapsed.Between(began, ForwardEnded ?? time),
        _ => TimeSpan.Zero,
    };
}

/// <summary>An attempt that failed.</summary>
/// <param name="Number">Which it was of those that count towards max_attempts, in its own go.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record FailedAttempt(int Number, TimeSpan Duration);
