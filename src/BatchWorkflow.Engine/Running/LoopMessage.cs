using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What reaches the run loop from elsewhere.</summary>
internal abstract record LoopMessage
{
    /// <summary>An attempt has ended.</summary>
    internal sealed record Ended(PlanStep Step, int Attempt, AttemptOutcome Outcome) : LoopMessage;

    /// <summary>An attempt waits for something.</summary>
    internal sealed record Waits(PlanStep Step, string For) : LoopMessage;

    /// <summary>An attempt found what was there before its first change, and so what it does.</summary>
    internal sealed record Found(PlanStep Step, FormerSpecification Former, StepAction Action, TaskCompletionSource Written) : LoopMessage;

    /// <summary>A server was reached.</summary>
    internal sealed record Reached(string Server, KnownServer Known) : LoopMessage;

    /// <summary>Something that the reader of the run should know.</summary>
    internal sealed record Warning(string Message) : LoopMessage;

    /// <summary>It is time for the next look at inbox, gates, leases and retries.</summary>
    internal sealed record Tick : LoopMessage
    {
        /// <summary>The only one that is needed.</summary>
        public static readonly Tick Now = new();
    }

    /// <summary>This process was asked to stop the run.</summary>
    internal sealed record StopAsked(string Reason) : LoopMessage;
}
