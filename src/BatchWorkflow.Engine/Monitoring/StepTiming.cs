namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Where a step's time went.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Operation">Its operation.</param>
internal sealed record StepTiming(string Step, string Operation)
{
    /// <summary>How many attempts began, also to undo it.</summary>
    public int Attempts { get; init; }

    /// <summary>How many attempts were scheduled because one failed.</summary>
    public int Retries { get; init; }

    /// <summary>How long it could have started but waited: for a server, a slot, an answer, or its next attempt.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>How long attempts of it ran.</summary>
    public TimeSpan Ran { get; init; }
}
