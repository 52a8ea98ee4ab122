using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Running;

/// <summary>Today's definitions of a run's workflow, as they were read, and how they differ from those that the run keeps.</summary>
public sealed class CurrentFiles
{
    internal CurrentFiles(PlanSource source, IReadOnlyList<BatchChange> changes, IReadOnlyList<Problem> warnings) =>
        (Source, Changes, Warnings) = (source, changes, warnings);

    /// <summary>What differs, and what follows from it; empty when nothing does.</summary>
    public IReadOnlyList<BatchChange> Changes { get; }

    /// <summary>What the reader should know though nothing is wrong.</summary>
    public IReadOnlyList<Problem> Warnings { get; }

    /// <summary>What was read: that is taken, whatever becomes of the files after it was shown.</summary>
    internal PlanSource Source { get; }

    /// <summary>True when a run that goes by this plan has nothing to take: its definitions are the same, and no step of it went by others.</summary>
    internal bool AreThoseOf(Plan plan) => Changes.Count == 0 && DefinitionHash.Compute(Source) == plan.DefinitionHash;
}
