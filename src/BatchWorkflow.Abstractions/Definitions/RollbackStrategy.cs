namespace BatchWorkflow;

/// <summary>What a rollback undoes.</summary>
public sealed record RollbackStrategy
{
    /// <summary>False makes on_failure: rollback behave as fail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>False undoes nothing when some items of the failing operation succeeded.</summary>
    public bool OnPartialFailure { get; init; } = true;

    /// <summary>After how many finished operations the journal gets a Checkpoint.</summary>
    public int CheckpointInterval { get; init; } = 5;

    /// <summary>True keeps operations that completed entirely.</summary>
    public bool PreserveSuccessful { get; init; }
}
