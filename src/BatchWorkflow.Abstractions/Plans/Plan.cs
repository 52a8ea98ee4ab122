namespace BatchWorkflow;

/// <summary>The graph of steps with a reason for each. It never changes once made; it can be saved and submitted.</summary>
public sealed record Plan
{
    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The infrastructure's name.</summary>
    public required string Infrastructure { get; init; }

    /// <summary>The id of the run that it undoes; null for a plan of the way forward.</summary>
    public string? Undoes { get; init; }

    /// <summary>The workflow file, or null when the definition came from the pipeline.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 in hex over the definition, the infrastructure and every taskserv file that the plan uses.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>SHA-256 in hex over what was observed.</summary>
    public required string ObservedHash { get; init; }

    /// <summary>True when the checks of taskservs were run for it, so that whoever compares it with the world has to run them too.</summary>
    public bool Refreshed { get; init; }

    /// <summary>The steps, ordered so that each stands after all that it depends on.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>The ids of the steps on the longest chain, first to last.</summary>
    public IReadOnlyList<string> CriticalPath { get; init; } = [];

    /// <summary>Steps of a rollback that cannot be undone; empty for other plans.</summary>
    public IReadOnlyList<NotUndone> NotUndone { get; init; } = [];

    /// <summary>What the reader should know though nothing is wrong.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>The definitions that it was made from: what the run will use, whatever becomes of the files.</summary>
    public required PlanSource Source { get; init; }

    /// <summary>The variables and switches that it was made with, by name; secrets only as references.</summary>
    public PlanOptions Options { get; init; } = new();
}
