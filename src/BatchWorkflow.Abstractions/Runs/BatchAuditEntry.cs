namespace BatchWorkflow;

/// <summary>Who did what to a run, when, from where and why, as its journal says.</summary>
public sealed record BatchAuditEntry
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The event's number in the journal.</summary>
    public required long Sequence { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done: Submitted, TookOver, Suspend, Status, Changed, …</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: a step, an operation, or null for the run.</summary>
    public string? Target { get; init; }

    /// <summary>What came of it, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Why, in the words of whoever asked for it.</summary>
    public string? Reason { get; init; }

    /// <summary>Who, and from where: whoever asked for it, else whoever held the run.</summary>
    public RunOrigin By { get; init; } = new();

    /// <summary>The user.</summary>
    public string User => By.User;

    /// <summary>The host.</summary>
    public string Host => By.Host;
}
