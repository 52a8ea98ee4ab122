namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>How a server that is no sandbox is reached, as far as the provider cares.</summary>
/// <param name="Kind">The kind of its connection, such as ssh.</param>
/// <param name="Host">Its host as the connection's settings have it, or null.</param>
internal sealed record MachineFile(string Kind, string? Host)
{
    /// <summary>What a specification wants; null for a sandbox.</summary>
    public static MachineFile? Of(ResourceSpecification wanted)
        => wanted.Connection is { } connection ? new MachineFile(connection.Kind, connection.Settings.GetValueOrDefault("host") as string) : null;
}
