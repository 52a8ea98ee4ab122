namespace BatchWorkflow.Jinja;

/// <summary>The arguments of a call to a <see cref="JinjaFunction"/>, as plain .NET values.</summary>
/// <param name="Positional">The arguments by position.</param>
/// <param name="Named">The arguments by name.</param>
/// <param name="Cancellation">Ends with the rendering.</param>
public sealed record JinjaArguments(
    IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named, CancellationToken Cancellation);
