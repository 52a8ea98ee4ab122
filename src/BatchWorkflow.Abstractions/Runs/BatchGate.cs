namespace BatchWorkflow;

/// <summary>A gate of a run that waits for a person's answer.</summary>
public sealed record BatchGate
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The gate's name: the id of its operation.</summary>
    public required string Gate { get; init; }

    /// <summary>What is asked, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Since when it waits (UTC).</summary>
    public DateTimeOffset Opened { get; init; }

    /// <summary>Until when it waits (UTC); null waits for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What counts as the answer then; null fails the gate.</summary>
    public GateDefault? Default { get; init; }

    /// <summary>What an approval has to tell, by name.</summary>
    public IReadOnlyDictionary<string, AnswerDefinition> Answers { get; init; } = new Dictionary<string, AnswerDefinition>();

    /// <summary>Its name.</summary>
    public override string ToString() => Gate;
}
