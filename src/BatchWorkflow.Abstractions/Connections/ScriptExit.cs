namespace BatchWorkflow;

/// <summary>How a script ended.</summary>
/// <param name="Code">Its exit code; 128 + n when signal n ended it; null when it left none.</param>
public sealed record ScriptExit(int? Code)
{
    /// <summary>The processes that it left behind, as far as the connection knows them.</summary>
    public IReadOnlyList<LeftProcess> Left { get; init; } = [];
}
