namespace BatchWorkflow;

/// <summary>The form of a log line.</summary>
public enum LogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>Words for people.</summary>
    Text,
}
