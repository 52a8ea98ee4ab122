namespace BatchWorkflow;

/// <summary>What a server tells of itself.</summary>
public sealed record ServerFacts
{
    /// <summary>Its system's short name, such as debian; empty when it is not told.</summary>
    public string Os { get; init; } = "";

    /// <summary>Its system's version, such as 12.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its kernel's name, release and machine, such as Linux 6.1.0 x86_64.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>What it calls itself.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Cores that it may use, or null.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory in MiB, or null.</summary>
    public int? Memory { get; init; }

    /// <summary>Size of the file system at / in GiB, or null.</summary>
    public int? Disk { get; init; }

    /// <summary>Its IP addresses, without those that only it reaches.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}
