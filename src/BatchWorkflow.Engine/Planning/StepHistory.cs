using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What a run did to one of its steps.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Changed">True when it changed something, or may have, and that has not been undone.</param>
/// <param name="Began">True when an attempt of it has begun.</param>
/// <param name="Former">What was there before, or null.</param>
/// <param name="EndedSequence">The journal event that ended it; 0 when it has not ended.</param>
internal sealed record StepHistory(
    string Step, StepStatus Status, bool Changed, bool Began, FormerSpecification? Former, long EndedSequence)
{
    /// <summary>What it did, where the run found that to be other than the plan says or found something there; null elsewhere.</summary>
    public StepAction? Action { get; init; }

    /// <summary>The definitions that its last attempt on the way forward went by; null for those of the plan.</summary>
    public PlanSource? TriedBy { get; init; }

    /// <summary>The definitions that it was done by, which undo it too; null for those of the plan.</summary>
    public PlanSource? DoneBy { get; init; }

    /// <summary>The journal event that ended it before it was done again by other definitions; 0 when it was not.</summary>
    public long DoneBefore { get; init; }

    /// <summary>True when today's definitions, taken in place of those that it was done by, have it no more: it is undone, and never done again.</summary>
    public bool Gone { get; init; }

    /// <summary>True when an attempt of it has ever begun on the way forward.</summary>
    public bool Tried { get; init; }

    /// <summary>True when a script of it may still run that could not be asked how it ended.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True when it failed on the way forward, even if that has been undone since.</summary>
    public bool Failed { get; init; }

    /// <summary>The journal event that first told of a change by it which has not been undone since; 0 when there is none.</summary>
    public long ChangedAt { get; init; }

    /// <summary>True when there may be something to undo: a failed, cancelled or unfinished attempt counts as a change.</summary>
    public bool MayHaveChanged => Status switch
    {
        StepStatus.Reverted => false,
        StepStatus.Succeeded => Changed,
        _ => Changed || Began,
    };

    /// <summary>True when what depends on it may go on.</summary>
    public bool Holds => Gone || Status is StepStatus.Succeeded or StepStatus.Skipped;
}
