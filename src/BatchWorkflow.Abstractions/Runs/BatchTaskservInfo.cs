namespace BatchWorkflow;

/// <summary>A taskserv that is there.</summary>
public sealed record BatchTaskservInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The version of the service.</summary>
    public string? Version { get; init; }

    /// <summary>Where it came from: workflow, infrastructure or module.</summary>
    public required string From { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The actions that it has scripts for.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Taskservs that it requires.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>True when its folder has a stand-in for the real service.</summary>
    public bool StandIn { get; init; }
}
