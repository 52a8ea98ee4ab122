namespace BatchWorkflow.Engine.Running;

/// <summary>A provider whose calls are guarded.</summary>
/// <param name="provider">The provider.</param>
/// <param name="limits">Its own limits, with those of the infrastructure file over them.</param>
/// <param name="guard">Guards its calls by these.</param>
internal sealed class GuardedProvider(Provider provider, ProviderDependencies limits, ProviderGuard guard) : IAsyncDisposable
{
    /// <summary>What its servers need, and how hard it may be driven.</summary>
    public ProviderDependencies Limits => limits;

    /// <summary>The provider itself, for its pure members.</summary>
    public Provider Provider => provider;

    /// <summary>How what is there differs from what is wanted.</summary>
    public ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted) => provider.Diff(current, wanted);

    /// <summary>The resource with this identity, or null.</summary>
    public async Task<ResourceState?> FindAsync(string identity, Action<string> waiting, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResourceState> found = await guard.CallAsync(t => provider.FindAsync(new ResourceQuery(identity), t), waiting, cancellationToken);
        return found.FirstOrDefault(r => r.Identity == identity);
    }

    /// <summary>Everything of the infrastructure.</summary>
    public Task<IReadOnlyList<ResourceState>> FindAllAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(t => provider.FindAsync(new ResourceQuery(), t), _ => { }, cancellationToken);

    /// <summary>Creates, updates or deletes.</summary>
    public Task<ResourceState?> ChangeAsync(ResourceChange change, Action<string> waiting, CancellationToken cancellationToken) =>
        guard.CallAsync(t => provider.ChangeAsync(change, t), waiting, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => provider.DisposeAsync();
}
