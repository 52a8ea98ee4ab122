namespace BatchWorkflow.Engine.Journal;

/// <summary>Names one process among all that ever were.</summary>
internal sealed record ProcessIdentity
{
    /// <summary>The host's name.</summary>
    public string Host { get; init; } = "";

    /// <summary>The machine's own id, where it has one.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Another after each boot, where the system tells.</summary>
    public string Boot { get; init; } = "";

    /// <summary>The space in which process ids are counted: containers have their own.</summary>
    public string Space { get; init; } = "";

    /// <summary>The process id.</summary>
    public int Id { get; init; }

    /// <summary>When it started, as its system counts.</summary>
    public string Started { get; init; } = "";
}

/// <summary>What is known of a process.</summary>
internal enum ProcessLife
{
    /// <summary>It runs on this machine.</summary>
    Alive,

    /// <summary>It ran on this machine and does no more.</summary>
    Dead,

    /// <summary>It cannot be seen from here.</summary>
    Unknown,
}
