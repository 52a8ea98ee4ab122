namespace BatchWorkflow.Engine.Definitions;

/// <summary>What loading a workflow gave: the source when nothing is wrong, and every problem at once.</summary>
/// <param name="Source">The definitions, or null when there are problems that are not warnings.</param>
/// <param name="Problems">All problems and warnings, sorted by place.</param>
public sealed record LoadedWorkflow(PlanSource? Source, IReadOnlyList<Problem> Problems)
{
    /// <summary>True when it can be planned.</summary>
    public bool IsValid => Source is not null;

    /// <summary>The definitions when all that they name could be read, if only as an empty taskserv: enough to look for more problems.</summary>
    internal PlanSource? Readable { get; init; }
}
