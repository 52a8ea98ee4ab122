namespace BatchWorkflow;

/// <summary>A step of a run.</summary>
public sealed record BatchStep
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The step's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Its item.</summary>
    public required string Item { get; init; }

    /// <summary>Its server, or null.</summary>
    public string? Server { get; init; }

    /// <summary>Its taskserv, or null.</summary>
    public string? Taskserv { get; init; }

    /// <summary>What it does.</summary>
    public StepAction Action { get; init; }

    /// <summary>Where it stands.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>What it waits for, while it is Waiting.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Why it stands there: the plan's reason, or why it was skipped or omitted.</summary>
    public string? Reason { get; init; }

    /// <summary>True when it succeeded and changed something.</summary>
    public bool Changed { get; init; }

    /// <summary>True when an attempt of it may have changed something, and that has not been undone.</summary>
    public bool Began { get; init; }

    /// <summary>How many attempts it had on the way forward.</summary>
    public int Attempts { get; init; }

    /// <summary>When its next attempt is due (UTC), while it waits for that.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>When the first attempt of its last go forward started (UTC). A restart or a resumption begins a new go.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>
    /// How long its last go forward took, or takes until now; where it is being undone or could not be, how long that took.
    /// </summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public Failure? Failure { get; init; }

    /// <summary>True when it failed, or could not be undone.</summary>
    public bool Failed => Status is StepStatus.Failed or StepStatus.RevertFailed;

    /// <summary>True when it succeeded.</summary>
    public bool Succeeded => Status == StepStatus.Succeeded;

    /// <summary>True while an attempt is under way.</summary>
    public bool Running => Status is StepStatus.Running or StepStatus.Reverting;

    /// <summary>True when it has ended, however.</summary>
    public bool Done => Status is not (StepStatus.Pending or StepStatus.Waiting or StepStatus.Running or StepStatus.Reverting);

    /// <summary>True when a check found something other than what is wanted.</summary>
    public bool Drifted => Failure?.Kind == FailureKind.Drift;

    /// <summary>True when a stand-in of ours runs in place of the real service.</summary>
    public bool StandIn { get; init; }

    /// <summary>Its outputs, masked.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Its id.</summary>
    public override string ToString() => Id;
}
