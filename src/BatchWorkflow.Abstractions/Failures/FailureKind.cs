namespace BatchWorkflow;

/// <summary>What sort of failure it was; it decides whether an attempt is repeated.</summary>
public enum FailureKind
{
    /// <summary>Nothing is known; retried.</summary>
    Unknown,

    /// <summary>It may pass by itself; retried.</summary>
    Transient,

    /// <summary>Too many requests; retried after the time that it names.</summary>
    RateLimited,

    /// <summary>Somebody else changed it at the same time; retried.</summary>
    Conflict,

    /// <summary>It took longer than it may; retried.</summary>
    Timeout,

    /// <summary>Who asked may not, or is not known.</summary>
    Auth,

    /// <summary>What was asked is wrong.</summary>
    Validation,

    /// <summary>What was asked for is not there.</summary>
    NotFound,

    /// <summary>A limit of the account or the machine is reached.</summary>
    Quota,

    /// <summary>A check found something other than what is wanted.</summary>
    Drift,

    /// <summary>Repeating it cannot help.</summary>
    Fatal,

    /// <summary>BatchWorkflow or a plug-in has a fault; the run's log has its stack trace.</summary>
    Fault,
}
