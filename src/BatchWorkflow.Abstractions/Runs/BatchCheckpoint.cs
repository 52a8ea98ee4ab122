namespace BatchWorkflow;

/// <summary>A point of a run to which it can be rolled back.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">What had ended by then, in words.</param>
/// <param name="Time">When (UTC).</param>
/// <param name="Sequence">The journal event that it is.</param>
public sealed record BatchCheckpoint(string RunId, int Number, string Name, DateTimeOffset Time, long Sequence);
