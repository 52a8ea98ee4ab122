namespace BatchWorkflow;

/// <summary>How a provider or a connection says why it failed; the engine turns it into an outcome in one place.</summary>
/// <param name="failure">The failure.</param>
/// <param name="inner">What caused it.</param>
public sealed class FailureException(Failure failure, Exception? inner = null) : Exception(failure?.Message, inner)
{
    /// <summary>The failure.</summary>
    public Failure Failure { get; } = failure ?? throw new ArgumentNullException(nameof(failure));

    /// <summary>
    /// True when what was asked for cannot have begun: the connection failed before the server was asked, or the server refused. False when
    /// that is not known.
    /// </summary>
    public bool NothingBegan { get; init; }
}
