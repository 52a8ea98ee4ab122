namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>The ports of an infrastructure's local servers, as its .ports.json has them.</summary>
internal sealed record PortFile
{
    /// <summary>Ours for the shared resource.</summary>
    public required string Id { get; init; }

    /// <summary>The resource's identity; null while only servers made the range.</summary>
    public string? Identity { get; init; }

    /// <summary>The token of the intent that made it.</summary>
    public string? Token { get; init; }

    /// <summary>The token of the intent that last changed it, or null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>How many ports are reserved at a time.</summary>
    public int Size { get; init; }

    /// <summary>What is reserved on this machine; more than one when the first became too small.</summary>
    public IReadOnlyList<PortBlock> Ranges { get; init; } = [];

    /// <summary>What each server has of it, by name.</summary>
    public IReadOnlyDictionary<string, PortBlock> Slices { get; init; } = new Dictionary<string, PortBlock>();
}
