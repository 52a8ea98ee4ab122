namespace BatchWorkflow;

/// <summary>A service unit that can be installed on a machine: the content of taskserv.yaml and its folder.</summary>
public sealed record TaskservDefinition
{
    /// <summary>The folder's name, by which items name it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The version of the service.</summary>
    public string? Version { get; init; }

    /// <summary>Other taskservs that must be on the same server.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Taskservs that may not be on the same server.</summary>
    public IReadOnlyList<string> ConflictsWith { get; init; } = [];

    /// <summary>What the server must have at least.</summary>
    public MinimumResources? MinimumResources { get; init; }

    /// <summary>What must answer before its dependents start.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>Default values for its scripts.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = Values.None;

    /// <summary>Names of locks: steps on one server that share one do not overlap.</summary>
    public IReadOnlyList<string> Locks { get; init; } = [];

    /// <summary>The file names of its scripts by action: create, update, delete, check.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that it was found in.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Every file of the folder by its relative path, with the SHA-256 of its content in hex.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the folder also has a program of its own that stands in for the real service.</summary>
    public bool StandIn { get; init; }

    /// <summary>Where each field stands in its file, for messages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SourceMap Source { get; init; } = SourceMap.Empty;
}
