namespace BatchWorkflow;

/// <summary>What an operation does.</summary>
public enum OperationType
{
    /// <summary>Makes what is not there.</summary>
    Create,

    /// <summary>Brings what is there to the wanted specification.</summary>
    Update,

    /// <summary>Removes it.</summary>
    Delete,

    /// <summary>Compares and changes nothing.</summary>
    Check,

    /// <summary>Waits for a person's answer.</summary>
    Gate,
}
