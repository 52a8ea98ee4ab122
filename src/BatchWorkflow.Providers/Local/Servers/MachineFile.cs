namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>How a server that is no sandbox is reached, as far as the provider cares.</summary>
/// <param name="Kind">The kind of its connection, such as ssh.</param>
/// <param name="Host">Its host as the connection's settings have it, or null.</param>
/// <param name="Image">The image that it runs as a container, or null.</param>
/// <param name="Engine">The engine of that container, or null for whichever answers.</param>
internal sealed record MachineFile(string Kind, string? Host, string? Image = null, string? Engine = null)
{
    /// <summary>What a specification wants; null for a sandbox.</summary>
    public static MachineFile? Of(ResourceSpecification wanted) => wanted.Connection is { } connection
        ? new MachineFile(connection.Kind, Text(connection, "host"), Text(connection, "image"), Text(connection, "engine")) : null;

    private static string? Text(ConnectionDefinition connection, string name) => connection.Settings.GetValueOrDefault(name) as string;
}
