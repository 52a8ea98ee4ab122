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

    /// <summary>True when it failed on the way forward, even if that has been undone since.</summary>
    public bool Failed { get; init; }

    /// <summary>True when there may be something to undo: a failed, cancelled or unfinished attempt counts as a change.</summary>
    public bool MayHaveChanged => Status switch
    {
        StepStatus.Reverted => false,
        StepStatus.Succeeded => Changed,
        _ => Changed || Began,
    };

    /// <summary>True when what depends on it may go on.</summary>
    public bool Holds => Status is StepStatus.Succeeded or StepStatus.Skipped;
}
