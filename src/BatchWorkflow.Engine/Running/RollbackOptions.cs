namespace BatchWorkflow.Engine.Running;

/// <summary>What a rollback undoes.</summary>
public sealed record RollbackOptions
{
    /// <summary>Only what came after this checkpoint; null undoes all.</summary>
    public int? ToCheckpoint { get; init; }

    /// <summary>True creates deleted things again, without their data.</summary>
    public bool Recreate { get; init; }
}
