namespace BatchWorkflow.StandIn.Resolving;

/// <summary>How a question ended: the response codes of RFC 1035 that are used here.</summary>
internal enum DnsResult
{
    /// <summary>NOERROR.</summary>
    Found = 0,

    /// <summary>SERVFAIL.</summary>
    ServerFailed = 2,

    /// <summary>NXDOMAIN.</summary>
    NoSuchName = 3,

    /// <summary>REFUSED.</summary>
    Refused = 5,
}
