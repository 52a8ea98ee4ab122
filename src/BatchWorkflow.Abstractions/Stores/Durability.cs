namespace BatchWorkflow;

/// <summary>What a write survives.</summary>
public enum Durability
{
    /// <summary>The death of the process.</summary>
    Written,

    /// <summary>The loss of power.</summary>
    Flushed,
}
