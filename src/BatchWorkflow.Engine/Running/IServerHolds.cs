namespace BatchWorkflow.Engine.Running;

/// <summary>Holds each server for the run from its first step there to its last.</summary>
internal interface IServerHolds
{
    /// <summary>Says which steps are still to come, before the first of them.</summary>
    ValueTask NeedAsync(IEnumerable<PlanStep> steps);

    /// <summary>Holds a step's server; null when it is held, else who holds it, in words that follow "waiting for".</summary>
    ValueTask<string?> TryHoldAsync(PlanStep step);

    /// <summary>A step has ended; the last one of a server lets go of it.</summary>
    ValueTask DoneAsync(PlanStep step);
}
