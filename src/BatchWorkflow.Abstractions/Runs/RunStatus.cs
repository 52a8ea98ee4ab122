namespace BatchWorkflow;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Accepted, not started.</summary>
    Pending,

    /// <summary>Somebody holds it and works on it.</summary>
    Running,

    /// <summary>Starts nothing new until what runs has ended; then Suspended.</summary>
    Suspending,

    /// <summary>Waits to be resumed.</summary>
    Suspended,

    /// <summary>Starts nothing new until what runs has ended; then Stopped.</summary>
    Stopping,

    /// <summary>Ended by a person; can be resumed.</summary>
    Stopped,

    /// <summary>Reached its goal.</summary>
    Succeeded,

    /// <summary>Over without reaching its goal.</summary>
    Failed,

    /// <summary>Undoing what it changed.</summary>
    RollingBack,

    /// <summary>Everything that it changed is undone.</summary>
    RolledBack,

    /// <summary>Something that it changed could not be undone.</summary>
    RollbackFailed,

    /// <summary>Who held it is dead; can be resumed.</summary>
    Interrupted,
}
