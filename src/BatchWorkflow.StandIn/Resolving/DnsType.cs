namespace BatchWorkflow.StandIn.Resolving;

/// <summary>What a question asks about a name; other values come too and have no answer here.</summary>
internal enum DnsType
{
    None = 0,

    /// <summary>A.</summary>
    Ipv4 = 1,

    /// <summary>AAAA.</summary>
    Ipv6 = 28,
}
