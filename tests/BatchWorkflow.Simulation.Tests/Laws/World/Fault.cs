namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>What goes wrong with one call or script, the nth time that it happens in a run.</summary>
/// <param name="Call">create web-1 of a provider; create app@web-1 of a script.</param>
/// <param name="Nth">Which time, from 1.</param>
/// <param name="Kind">How it goes wrong.</param>
/// <param name="Effect">True when it has had its effect all the same.</param>
/// <param name="Failure">The kind that a provider, a connection or the script's own line tells.</param>
internal sealed record Fault(string Call, int Nth, FaultKind Kind, bool Effect, FailureKind Failure)
{
    /// <summary>The number of a fault that comes each time.</summary>
    public const int Always = 0;

    /// <summary>What kind of failure it is to who called; a script that only exits, or leaves no exit status, has failed for an unknown reason.</summary>
    public FailureKind Told => Kind switch
    {
        FaultKind.Hangs => FailureKind.Timeout,
        FaultKind.Unanswered or FaultKind.Broken => FailureKind.Transient,
        FaultKind.Fails or FaultKind.Vanishes when Call.Contains('@', StringComparison.Ordinal) => FailureKind.Unknown,
        _ => Failure,
    };
}

/// <summary>How a call or a script goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>A provider answers with a failure; a script exits with 1 and says nothing.</summary>
    Fails,

    /// <summary>A script exits with 1 and tells the kind of its failure.</summary>
    Tells,

    /// <summary>It never comes back by itself.</summary>
    Hangs,

    /// <summary>The connection refuses before the script has begun.</summary>
    Refused,

    /// <summary>The script begins, and the connection breaks before it answers.</summary>
    Unanswered,

    /// <summary>The connection breaks while the script runs; that goes on.</summary>
    Broken,

    /// <summary>A script ends and leaves no exit status, as when its server's memory ran out.</summary>
    Vanishes,
}
