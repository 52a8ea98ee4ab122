namespace BatchWorkflow.StandIn.Serving;

/// <summary>A service as its configuration describes it: what stands in for it, and the client that asks whether it is there.</summary>
internal abstract class StandInService
{
    /// <summary>Every place to listen that the configuration names.</summary>
    public abstract IReadOnlyList<Listener> Listen();

    /// <summary>Work beside answering, without end; none unless a service says so.</summary>
    public virtual Task WorkAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Asks the service, ours or the real one, where the configuration says it is; throws <see cref="ProbeException"/> when it does not answer rightly.</summary>
    public abstract Task ProbeAsync(CancellationToken cancellationToken);
}
