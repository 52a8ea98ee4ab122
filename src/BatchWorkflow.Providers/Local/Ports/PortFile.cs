namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>The shared resource port_range of an infrastructure, as its .ports.json has it.</summary>
internal sealed record PortFile
{
    /// <summary>Ours for the shared resource.</summary>
    public required string Id { get; init; }

    /// <summary>The resource's identity; null in files of older versions that held only servers' ports.</summary>
    public string? Identity { get; init; }

    /// <summary>The token of the intent that made it.</summary>
    public string? Token { get; init; }

    /// <summary>The token of the intent that last changed it, or null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>How many ports the infrastructure's servers may hold together, or null for any number.</summary>
    public int? Limit { get; init; }
}
