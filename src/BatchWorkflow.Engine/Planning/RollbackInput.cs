namespace BatchWorkflow.Engine.Planning;

/// <summary>All that a rollback's plan is made from.</summary>
internal sealed record RollbackInput
{
    /// <summary>The plan of the run.</summary>
    public required Plan Forward { get; init; }

    /// <summary>What became of its steps; one that is missing was never begun.</summary>
    public required IReadOnlyCollection<StepHistory> History { get; init; }

    /// <summary>True when a failure asks for it and no person does: only then do enabled = false and on_partial_failure = false stop it.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>The journal event of the checkpoint to go back to: only what ended after it is undone; null undoes all.</summary>
    public long? ToSequence { get; init; }

    /// <summary>True creates deleted things again, without their data.</summary>
    public bool Recreate { get; init; }
}
