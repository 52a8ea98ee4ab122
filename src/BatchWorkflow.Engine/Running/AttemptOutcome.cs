using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>How an attempt ended. Attempts do not throw across layers: everything becomes one of these.</summary>
internal sealed record AttemptOutcome
{
    public required AttemptResult Result { get; init; }

    /// <summary>True when it changed something, or may have; a success tells it of all attempts of its step, for it has seen what is there.</summary>
    public bool Changed { get; init; }

    /// <summary>True when a script of it that changes things may have begun.</summary>
    public bool Acted { get; init; }

    /// <summary>True when that script runs no more and left no exit status.</summary>
    public bool Gone { get; init; }

    /// <summary>The script of which it is not known how it ended; null when there is none.</summary>
    public UnknownScript? Unknown { get; init; }
    public Failure? Failure { get; init; }
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the outputs that are sealed.</summary>
    public IReadOnlyList<string> Sealed { get; init; } = [];

    /// <summary>Why the thing is as it is, for people; null keeps the plan's reason.</summary>
    public string? Reason { get; init; }

    public static AttemptOutcome Success(bool changed, string? reason = null) =>
        new() { Result = AttemptResult.Succeeded, Changed = changed, Reason = reason };

    public static AttemptOutcome Fail(Failure failure, bool changed) =>
        new() { Result = AttemptResult.Failed, Failure = failure, Changed = changed };

    public static AttemptOutcome Fail(FailureKind kind, string message, bool changed = false) =>
        Fail(new Failure { Kind = kind, Message = message }, changed);

    /// <summary>The same with outputs.</summary>
    public AttemptOutcome With(KeptOutputs outputs) => this with { Outputs = outputs.Values, Sealed = [.. outputs.SealedNames] };

    /// <summary>A crash ended it; what it did is not known.</summary>
    public static AttemptOutcome Lost(bool changed) => new() { Result = AttemptResult.Lost, Changed = changed };

    public static AttemptOutcome Cancelled(bool changed) => new() { Result = AttemptResult.Cancelled, Changed = changed };
}
