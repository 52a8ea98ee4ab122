namespace BatchWorkflow;

/// <summary>How important a log line is.</summary>
public enum LogLevel
{
    /// <summary>For finding faults.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>What should be looked at.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Error,
}
