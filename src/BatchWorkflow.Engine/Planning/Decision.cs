namespace BatchWorkflow.Engine.Planning;

/// <summary>What a step will do and why.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Exact">True when that is certain.</param>
/// <param name="Differences">What differs.</param>
internal sealed record Decision(StepAction Action, string Reason, bool Exact, IReadOnlyList<PropertyDifference> Differences)
{
    /// <summary>A decision without differences.</summary>
    public Decision(StepAction action, string reason, bool exact = true)
        : this(action, reason, exact, [])
    {
    }

    /// <summary>To delete what an earlier step of the plan makes, or to find it deleted by that; as certain as that step.</summary>
    public static Decision DeleteAfter(StepDraft last) => last.Makes
        ? new Decision(StepAction.Delete, $"{last.Id} makes it first", last.Decision is { Exact: true } || last.Type == OperationType.Create)
        : new Decision(StepAction.Nothing, $"{last.Id} deletes it first");
}
