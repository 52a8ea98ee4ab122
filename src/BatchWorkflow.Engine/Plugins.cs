using System.Collections.Concurrent;
using System.Reflection;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine;

/// <summary>The providers, connections and stores that assemblies register by <see cref="PluginAttribute"/>.</summary>
internal sealed class Plugins
{
    private static readonly ConcurrentDictionary<Assembly, PluginAttribute[]> Registered = new();

    private readonly Dictionary<string, ProviderFactory> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConnectionFactory> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreFactory> _stores = new(StringComparer.Ordinal);

    /// <summary>The plug-ins of these assemblies.</summary>
    public Plugins(IEnumerable<Assembly> assemblies)
    {
        foreach (PluginAttribute plugin in assemblies.SelectMany(a => Registered.GetOrAdd(a, found => [.. found.GetCustomAttributes<PluginAttribute>()])))
        {
            object factory = Activator.CreateInstance(plugin.Factory)
                ?? throw new InvalidOperationException($"{plugin.Factory} has no public constructor without parameters.");
            if (factory is ProviderFactory provider)
                _providers[provider.Name] = provider;
            else if (factory is ConnectionFactory connection)
                _connections[connection.Kind] = connection;
            else if (factory is StoreFactory store)
                _stores[store.Name] = store;
            else
                throw new InvalidOperationException($"{plugin.Factory} is neither a ProviderFactory, a ConnectionFactory nor a StoreFactory.");
        }
    }

    /// <summary>The connections by kind.</summary>
    public IReadOnlyDictionary<string, ConnectionFactory> Connections => _connections;

    /// <summary>The stores by name, beside the files of a folder.</summary>
    public IReadOnlyDictionary<string, StoreFactory> Stores => _stores;

    /// <summary>What there is, for people.</summary>
    public IReadOnlyList<BatchProviderInfo> Describe() =>
        [.. _providers.Values.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p =>
        {
            Assembly assembly = p.GetType().Assembly;
            return new BatchProviderInfo(p.Name, p.Description, assembly.GetName().Version?.ToString(3) ?? "", assembly.Location);
        })];

    /// <summary>
    /// Opens the providers that an infrastructure uses and that are there; the planner says which are not. Their settings hold the secrets that are
    /// known; who needs one that is not is refused before anybody is asked.
    /// </summary>
    public async Task<RunProviders> OpenAsync(
        InfrastructureDefinition infrastructure, string statePath, TimeProvider time, SecretResolver secrets, CancellationToken cancellationToken)
    {
        Dictionary<string, GuardedProvider> opened = new(StringComparer.Ordinal);
        foreach (string name in infrastructure.Servers.Select(s => s.Provider).Distinct(StringComparer.Ordinal))
        {
            if (!_providers.TryGetValue(name, out ProviderFactory? factory))
                continue;
            ProviderDefinition? definition = infrastructure.Providers.GetValueOrDefault(name);
            Provider provider = factory.Open(new ProviderContext
            {
                Infrastructure = infrastructure.Name,
                StatePath = statePath,
                Settings = await secrets.FillAsync(definition?.Settings ?? Values.None, cancellationToken),
                Time = time,
            });
            ProviderDependencies limits = definition?.Over(provider.Limits) ?? provider.Limits;
            opened.Add(name, new GuardedProvider(provider, limits, new ProviderGuard(name, limits, time)));
        }
        return new RunProviders(opened);
    }
}
