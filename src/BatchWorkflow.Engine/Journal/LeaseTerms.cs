namespace BatchWorkflow.Engine.Journal;

/// <summary>For how long a lease is good, and who judges whether its holder lives.</summary>
internal sealed record LeaseTerms
{
    /// <summary>How long it is good for those who cannot see its holder.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often its holder renews it.</summary>
    public TimeSpan Renew { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who knows which processes live.</summary>
    public ProcessTable Processes { get; init; } = ProcessTable.System;

    /// <summary>No token below this one is given, even when the lease's file was lost.</summary>
    public long LeastToken { get; init; } = 1;
}
