using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Running;

/// <summary>Puts values in place of the references to secrets in a connection's settings, also in those of the servers jumped through.</summary>
internal sealed class ConnectionSecrets(SecretResolver secrets)
{
    /// <summary>All values of a connection's settings, however deep.</summary>
    public static IEnumerable<object?> ValuesOf(ServerDefinition server) => server.Connection.Settings.Values.SelectMany(Within);

    /// <summary>The connection of a server as it is opened.</summary>
    public async Task<ConnectionDefinition> ResolveAsync(ServerDefinition server, CancellationToken cancellationToken) => server.Connection with
    {
        Settings = await ResolveAsync(server.Connection.Settings, $"connection of server {server.Name}, ", cancellationToken),
    };

    private async Task<IReadOnlyDictionary<string, object?>> ResolveAsync(
        IEnumerable<KeyValuePair<string, object?>> settings, string place, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> resolved = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in settings)
            resolved[name] = value switch
            {
                IEnumerable<KeyValuePair<string, object?>> map => await ResolveAsync(map, $"{place}{name}.", cancellationToken),
                _ when SecretReference.Parse(value) is { } reference => (await secrets.ResolveAsync(reference, place + name, cancellationToken)).Value,
                _ => value,
            };
        return resolved;
    }

    private static IEnumerable<object?> Within(object? value)
        => value is IEnumerable<KeyValuePair<string, object?>> map ? map.SelectMany(pair => Within(pair.Value)) : [value];
}
