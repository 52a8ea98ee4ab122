namespace BatchWorkflow;

/// <summary>A run as people and scripts see it.</summary>
public sealed record BatchRun
{
    /// <summary>yyyyMMdd-HHmmss-xxxx, in UTC.</summary>
    public required string Id { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The infrastructure's name.</summary>
    public string Infrastructure { get; init; } = "";

    /// <summary>The workflow file, or null when the definition came from the pipeline.</summary>
    public string? Path { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it stands there, when there is more to say.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was submitted (UTC).</summary>
    public DateTimeOffset Submitted { get; init; }

    /// <summary>When it ended (UTC); null while it has not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How long somebody worked on it, until now while somebody does; the time in which it lay idle is not in it.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many steps it has.</summary>
    public int Steps { get; init; }

    /// <summary>How many steps have ended, however.</summary>
    public int StepsDone { get; init; }

    /// <summary>How many steps succeeded.</summary>
    public int StepsSucceeded { get; init; }

    /// <summary>How many steps changed something.</summary>
    public int StepsChanged { get; init; }

    /// <summary>How many steps failed, also those that were undone since.</summary>
    public int StepsFailed { get; init; }

    /// <summary>How many steps run now.</summary>
    public int StepsRunning { get; init; }

    /// <summary>How many gates wait for an answer now.</summary>
    public int GatesOpen { get; init; }

    /// <summary>True while a gate waits for an answer.</summary>
    public bool Waiting => GatesOpen > 0;

    /// <summary>True when the run is over and did not reach its goal.</summary>
    public bool Failed { get; init; }

    /// <summary>True when it reached its goal.</summary>
    public bool Succeeded => Status == RunStatus.Succeeded;

    /// <summary>True while somebody alive works on it.</summary>
    public bool Running => Status is RunStatus.Running or RunStatus.Suspending or RunStatus.Stopping or RunStatus.RollingBack;

    /// <summary>True when it has ended, however; an ended run may be restarted.</summary>
    public bool Done => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Stopped or RunStatus.RolledBack or RunStatus.RollbackFailed;

    /// <summary>True when its holder died.</summary>
    public bool Interrupted => Status == RunStatus.Interrupted;

    /// <summary>True when it waits to be resumed.</summary>
    public bool Suspended => Status == RunStatus.Suspended;

    /// <summary>True when a check found something other than what is wanted.</summary>
    public bool Drifted { get; init; }

    /// <summary>Who submitted it.</summary>
    public RunOrigin Origin { get; init; } = new();

    /// <summary>Who holds it now, or null.</summary>
    public string? Holder { get; init; }

    /// <summary>What is wrong with what the state keeps of it; null when nothing is known to be.</summary>
    public string? Damage { get; init; }

    /// <summary>The operations; empty in lists.</summary>
    public IReadOnlyList<BatchOperation> Operations { get; init; } = [];

    /// <summary>The steps in plan order; empty in lists.</summary>
    public IReadOnlyList<BatchStep> StepList { get; init; } = [];

    /// <summary>The gates that wait for an answer; empty in lists.</summary>
    public IReadOnlyList<BatchGate> Gates { get; init; } = [];

    /// <summary>The named checkpoints so far; empty in lists.</summary>
    public IReadOnlyList<BatchCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>What a rollback could not undo; empty in lists.</summary>
    public IReadOnlyList<NotUndone> NotUndone { get; init; } = [];

    /// <summary>What the reader should know though nothing failed; empty in lists.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Its id.</summary>
    public override string ToString() => Id;
}
