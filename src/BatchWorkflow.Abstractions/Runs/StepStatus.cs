namespace BatchWorkflow;

/// <summary>Where a step stands.</summary>
public enum StepStatus
{
    /// <summary>Not started.</summary>
    Pending,

    /// <summary>Could start but for what <see cref="BatchStep.WaitingFor"/> says.</summary>
    Waiting,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>Done; <see cref="BatchStep.Changed"/> says whether it changed anything.</summary>
    Succeeded,

    /// <summary>Its last attempt failed.</summary>
    Failed,

    /// <summary>Its condition was false, or a person skipped it.</summary>
    Skipped,

    /// <summary>A dependency did not hold.</summary>
    Omitted,

    /// <summary>Ended before it was over.</summary>
    Cancelled,

    /// <summary>Being undone.</summary>
    Reverting,

    /// <summary>Undone.</summary>
    Reverted,

    /// <summary>Could not be undone.</summary>
    RevertFailed,
}
