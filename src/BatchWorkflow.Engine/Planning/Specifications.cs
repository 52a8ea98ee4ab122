namespace BatchWorkflow.Engine.Planning;

/// <summary>What is wanted of a resource, told to providers the same way by the planner and by the run.</summary>
internal static class Specifications
{
    /// <summary>The kind of a server's specification.</summary>
    public const string ServerKind = "server";

    /// <summary>The identity of a server: infrastructure/server.</summary>
    public static string Identity(string infrastructure, string server) => $"{infrastructure}/{server}";

    /// <summary>The identity of a resource that all servers of a provider share: infrastructure/provider.name/resource.</summary>
    public static string Identity(string infrastructure, string provider, string resource) =>
        $"{infrastructure}/provider.{provider}/{resource}";

    /// <summary>A server as it is wanted; the operation's own provider settings stand over the server's.</summary>
    public static ResourceSpecification For(string infrastructure, ServerDefinition server, OperationDefinition? operation = null)
    {
        Dictionary<string, object?> properties = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in server.Settings)
            properties[name] = value;
        foreach ((string name, object? value) in operation?.Settings ?? Values.None)
            properties[name] = value;
        Put(properties, "cpu", server.Cpu);
        Put(properties, "memory", server.Memory);
        Put(properties, "disk", server.Disk);
        if (server.Labels.Count > 0)
            properties["labels"] = server.Labels.ToDictionary(l => l.Key, l => (object?)l.Value, StringComparer.Ordinal);
        return new ResourceSpecification
        {
            Identity = Identity(infrastructure, server.Name),
            Kind = ServerKind,
            Properties = properties,
            Connection = server.Connection.Kind == new ConnectionDefinition().Kind ? null : server.Connection,
        };
    }

    /// <summary>The machine that making a server would only take over, as connections reach it before that; null for one that is made.</summary>
    public static ResourceState? Adopted(Provider provider, string infrastructure, ServerDefinition server) =>
        provider.Diff(null, For(infrastructure, server)).Adopts;

    /// <summary>A resource that all servers of a provider share, as it is wanted.</summary>
    public static ResourceSpecification ForShared(string infrastructure, string provider, string resource) =>
        new() { Identity = Identity(infrastructure, provider, resource), Kind = resource };

    private static void Put(Dictionary<string, object?> properties, string name, int? value)
    {
        if (value is { } given)
            properties[name] = (long)given;
    }
}
