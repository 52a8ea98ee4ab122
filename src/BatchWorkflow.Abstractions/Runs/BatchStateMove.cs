namespace BatchWorkflow;

/// <summary>What was moved from one state to another.</summary>
public sealed record BatchStateMove
{
    /// <summary>Where it was, in the form of a -StatePath.</summary>
    public required string From { get; init; }

    /// <summary>Where it is now, in the form of a -StatePath.</summary>
    public required string To { get; init; }

    /// <summary>How many runs.</summary>
    public int Runs { get; init; }

    /// <summary>How many streams: journals, plans, files and records.</summary>
    public int Streams { get; init; }

    /// <summary>How many bytes they have together.</summary>
    public long Bytes { get; init; }

    /// <summary>Folders of local servers, which stay where they are.</summary>
    public IReadOnlyList<string> LocalServers { get; init; } = [];
}
