namespace BatchWorkflow;

/// <summary>What a failed step does to its run.</summary>
public enum FailureAction
{
    /// <summary>Start nothing new; the run is Failed.</summary>
    Fail,

    /// <summary>Omit what depends on it and go on; the run is Failed at the end.</summary>
    Continue,

    /// <summary>Start nothing new, then undo.</summary>
    Rollback,
}
