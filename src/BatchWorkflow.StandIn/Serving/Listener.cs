namespace BatchWorkflow.StandIn.Serving;

/// <summary>A place to listen, and what is answered there.</summary>
internal abstract class Listener
{
    /// <summary>Where it listens, for people.</summary>
    public abstract string Address { get; }

    /// <summary>Binds before it returns (a place that is taken is an <see cref="InUseException"/>), then answers until the token ends it.</summary>
    public abstract Task ServeAsync(CancellationToken cancellationToken);
}
