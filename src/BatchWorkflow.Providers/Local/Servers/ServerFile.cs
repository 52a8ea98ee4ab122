using BatchWorkflow.Providers.Local.Ports;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>A local server as its server.json has it.</summary>
internal sealed record ServerFile
{
    /// <summary>infrastructure/server.</summary>
    public required string Identity { get; init; }

    /// <summary>Ours for it; marks its daemons.</summary>
    public required string Id { get; init; }

    /// <summary>The token of the intent that made it.</summary>
    public required string Token { get; init; }

    /// <summary>The token of the intent that last changed it, or null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What it was wanted to be.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = Values.None;

    /// <summary>The connection of a machine that is no sandbox: only this record of it is ours. Null for a sandbox.</summary>
    public MachineFile? Machine { get; init; }

    /// <summary>The ports that an older version gave it when it was made, or null.</summary>
    public PortBlock? Ports { get; init; }

    /// <summary>How many ports its scripts get when they ask for them.</summary>
    public int PortCount { get => field > 0 ? field : Ports?.Count ?? 0; init; }
}
