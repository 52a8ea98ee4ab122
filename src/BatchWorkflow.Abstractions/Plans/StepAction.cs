namespace BatchWorkflow;

/// <summary>What a step does.</summary>
public enum StepAction
{
    /// <summary>The thing is already as wanted.</summary>
    Nothing,

    /// <summary>Makes it.</summary>
    Create,

    /// <summary>Changes it in place.</summary>
    Update,

    /// <summary>Deletes it and makes it anew.</summary>
    Replace,

    /// <summary>Removes it.</summary>
    Delete,

    /// <summary>Compares it and changes nothing.</summary>
    Check,

    /// <summary>Waits for a person's answer.</summary>
    Wait,
}
