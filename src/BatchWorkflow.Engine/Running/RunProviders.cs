namespace BatchWorkflow.Engine.Running;

/// <summary>The providers that one run or one observation works with, opened once and guarded.</summary>
internal sealed class RunProviders(IReadOnlyDictionary<string, GuardedProvider> providers) : IAsyncDisposable
{
    /// <summary>The providers by name.</summary>
    public IReadOnlyDictionary<string, GuardedProvider> All => providers;

    /// <summary>The provider of that name.</summary>
    public GuardedProvider this[string name] => providers[name];

    /// <summary>What a provider's servers need, or null when it is not there.</summary>
    public ProviderDependencies? LimitsOf(string name) => providers.TryGetValue(name, out GuardedProvider? found) ? found.Limits : null;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (GuardedProvider provider in providers.Values)
            await provider.DisposeAsync();
    }
}
