namespace BatchWorkflow;

/// <summary>What a connection is opened with.</summary>
public sealed record ConnectionContext
{
    /// <summary>The server's connection settings.</summary>
    public required ConnectionDefinition Definition { get; init; }

    /// <summary>The server as its provider found it.</summary>
    public required ResourceState Server { get; init; }

    /// <summary>The folder of the state on this machine.</summary>
    public required string StatePath { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
