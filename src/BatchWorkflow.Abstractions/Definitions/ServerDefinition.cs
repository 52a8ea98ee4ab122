namespace BatchWorkflow;

/// <summary>A server as the infrastructure wants it.</summary>
public sealed record ServerDefinition
{
    /// <summary>What items name.</summary>
    public required string Name { get; init; }

    /// <summary>The provider that makes it: local, upcloud, aws or a plug-in's name.</summary>
    public string Provider { get; init; } = "local";

    /// <summary>Cores; null leaves it to the provider.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory in MiB; null leaves it to the provider.</summary>
    public int? Memory { get; init; }

    /// <summary>Disk in GiB; null leaves it to the provider.</summary>
    public int? Disk { get; init; }

    /// <summary>Labels for selectors and for the provider's tags.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the taskservs that land here.</summary>
    public IReadOnlyList<string> Taskservs { get; init; } = [];

    /// <summary>How commands reach it.</summary>
    public ConnectionDefinition Connection { get; init; } = new();

    /// <summary>Values for scripts, templates and conditions on this server.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = Values.None;

    /// <summary>The provider's own settings: zone, plan, image, network, storage and the like.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;
}
