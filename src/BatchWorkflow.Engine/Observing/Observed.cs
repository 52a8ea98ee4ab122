using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Observing;

/// <summary>What the world was asked, before planning. Keys are identities: infrastructure/server.</summary>
internal sealed record Observed
{
    /// <summary>The resources that providers found.</summary>
    public IReadOnlyDictionary<string, ResourceState> Resources { get; init; } = new Dictionary<string, ResourceState>();

    /// <summary>The records of earlier runs.</summary>
    public IReadOnlyDictionary<string, ResourceRecord> Records { get; init; } = new Dictionary<string, ResourceRecord>();

    /// <summary>What the checks of taskservs answered, by identity and taskserv name; empty unless a refresh was asked for.</summary>
    public IReadOnlyDictionary<(string Server, string Taskserv), CheckAnswer> Checks { get; init; }
        = new Dictionary<(string, string), CheckAnswer>();
}

/// <summary>What a taskserv's check answered.</summary>
/// <param name="AsWanted">True when it exited 0.</param>
/// <param name="Differences">What it reported as different.</param>
/// <param name="Silent">How long it was waited for in vain; null when it answered.</param>
/// <param name="SaysAbsent">True when it exited other than 0 and said ::absent.</param>
/// <param name="Unreached">Why the machine on which it stands could not be asked; null when it could.</param>
/// <param name="NoAnswer">Why what was run gave no answer; null when it did.</param>
internal sealed record CheckAnswer(bool AsWanted, IReadOnlyList<PropertyDifference> Differences, TimeSpan? Silent = null, bool SaysAbsent = false,
    string? Unreached = null, string? NoAnswer = null)
{
    /// <summary>True when it answered.</summary>
    public bool IsTold => Silent is null && Unreached is null && NoAnswer is null;

    /// <summary>
    /// What brings the thing to what is wanted. A check that only says "not as wanted" means different where the thing is known to be there,
    /// absent elsewhere.
    /// </summary>
    /// <param name="isKnown">True when a record, or the operation, says that it is there.</param>
    public StepAction ToReach(bool isKnown) => this switch
    {
        { AsWanted: true } => StepAction.Nothing,
        { SaysAbsent: true } => StepAction.Create,
        _ => isKnown || Differences.Count > 0 ? StepAction.Update : StepAction.Create,
    };

    /// <summary>True when the thing is not there.</summary>
    /// <param name="isKnown">True when a record says that it is there.</param>
    public bool IsAbsent(bool isKnown) => ToReach(isKnown) == StepAction.Create;
}
