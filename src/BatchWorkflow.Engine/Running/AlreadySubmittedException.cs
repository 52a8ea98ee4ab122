namespace BatchWorkflow.Engine.Running;

/// <summary>A run was submitted under that key before.</summary>
/// <param name="runId">The first run.</param>
internal sealed class AlreadySubmittedException(string runId) : Exception($"Run {runId} was submitted under that key.")
{
    /// <summary>The first run.</summary>
    public string RunId { get; } = runId;
}
