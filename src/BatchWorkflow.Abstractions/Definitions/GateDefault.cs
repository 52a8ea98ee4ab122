namespace BatchWorkflow;

/// <summary>What counts as the answer of a gate whose time is over.</summary>
public enum GateDefault
{
    /// <summary>The run passes it, with the default of each answer.</summary>
    Approve,

    /// <summary>The run does not pass it.</summary>
    Deny,
}
