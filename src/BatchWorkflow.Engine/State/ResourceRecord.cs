using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine.State;

/// <summary>What the world cannot tell about a resource; outlives runs. Stored as resources/[identity].json.</summary>
internal sealed record ResourceRecord
{
    /// <summary>infrastructure/server, or infrastructure/provider.name/resource.</summary>
    public required string Identity { get; init; }

    /// <summary>server, or the shared resource's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The provider that made it.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own id.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The specification that was last applied; secrets only as references.</summary>
    public ResourceSpecification? Applied { get; init; }

    /// <summary>What is installed on it, by taskserv name.</summary>
    public IReadOnlyDictionary<string, TaskservRecord> Taskservs { get; init; } = new Dictionary<string, TaskservRecord>();

    /// <summary>What the server told of itself when it was last reached.</summary>
    public ServerFacts? Told { get; init; }

    /// <summary>The run that last wrote the record.</summary>
    public required string RunId { get; init; }
}

/// <summary>A taskserv as it was last installed on a server.</summary>
internal sealed record TaskservRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version then.</summary>
    public string? Version { get; init; }

    /// <summary>The variables that its scripts got; secrets only as references.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = Values.None;

    /// <summary>Its files then, by relative path, with their SHA-256 in hex.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The run that installed it; null when its check found it there and no run is known to have done it.</summary>
    public string? RunId { get; init; }

    /// <summary>The file names of its scripts by action.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; init; } = new Dictionary<string, string>();

    /// <summary>Its outputs; secret ones sealed.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the outputs that are sealed; null in records that did not tell.</summary>
    public IReadOnlyList<string>? Sealed { get; init; }

    /// <summary>How long its last create took; feeds the plan's estimates.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>What a step found before it changed something, so that the change can be undone.</summary>
/// <param name="Resource">The former specification of a server or shared resource, or null.</param>
/// <param name="Taskserv">The former installation of a taskserv, or null.</param>
internal sealed record FormerSpecification(ResourceSpecification? Resource, TaskservRecord? Taskserv)
{
    /// <summary>Nothing was recorded.</summary>
    public static FormerSpecification None { get; } = new(null, null);

    /// <summary>True when nothing was recorded.</summary>
    [JsonIgnore]
    public bool IsNone => Resource is null && Taskserv is null;
}
