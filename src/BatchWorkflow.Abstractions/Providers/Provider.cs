namespace BatchWorkflow;

/// <summary>
/// Makes, changes, finds and deletes servers and the resources that they share.
/// Every member may throw <see cref="FailureException"/>; the engine guards calls with time-out, rate limit and circuit breaker.
/// </summary>
public abstract class Provider : IAsyncDisposable
{
    /// <summary>What its servers need, and how hard it may be driven.</summary>
    public abstract ProviderDependencies Limits { get; }

    /// <summary>What is wrong with the settings of a resource. Pure: asks nobody.</summary>
    public abstract IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted);

    /// <summary>What is there: by identity, by an intent's token, or all of the infrastructure.</summary>
    public abstract Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken);

    /// <summary>How what is there differs from what is wanted. Pure: asks nobody.</summary>
    public abstract ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted);

    /// <summary>Creates, updates or deletes. A change that was already carried out under the same token succeeds and does nothing.</summary>
    public abstract Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
