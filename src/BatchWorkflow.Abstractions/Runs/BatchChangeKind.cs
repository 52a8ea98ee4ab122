namespace BatchWorkflow;

/// <summary>How something of today's files differs from a run's own copies.</summary>
public enum BatchChangeKind
{
    /// <summary>Only today's files have it.</summary>
    Added,

    /// <summary>Only the run has it.</summary>
    Removed,

    /// <summary>Both have it, and they differ.</summary>
    Changed,
}
