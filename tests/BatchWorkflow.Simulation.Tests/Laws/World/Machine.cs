namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>A server that exists, with what is on it.</summary>
internal sealed class Machine
{
    public required string Name { get; init; }
    public required string Id { get; set; }
    public string? Token { get; set; }

    /// <summary>True when it is there whatever providers are told: creating only takes it over, deleting forgets it.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>True while its provider knows it.</summary>
    public bool IsKnown { get; set; } = true;

    /// <summary>cpu, image and labels, as the provider was told.</summary>
    public required IReadOnlyDictionary<string, object?> Properties { get; set; }

    /// <summary>What is installed: by taskserv, its version and variables in one text.</summary>
    public SortedDictionary<string, string> Taskservs { get; } = new(StringComparer.Ordinal);

    /// <summary>The scripts that were started here, by token; a null process never starts.</summary>
    public Dictionary<string, ModelScript?> Scripts { get; } = new(StringComparer.Ordinal);

    public bool IsGone { get; set; }

    public ResourceState ToState(string infrastructure) => new()
    {
        Identity = $"{infrastructure}/{Name}",
        Kind = "server",
        ProviderId = Id,
        Token = Token,
        Properties = Properties,
        Facts = new Dictionary<string, string> { ["address"] = "192.0.2.1" },
    };
}
