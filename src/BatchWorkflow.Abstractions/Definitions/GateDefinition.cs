namespace BatchWorkflow;

/// <summary>What an operation of type gate asks, and what happens when nobody answers.</summary>
public sealed record GateDefinition
{
    /// <summary>The question, or null.</summary>
    public string? Message { get; init; }

    /// <summary>True when the question is rendered when the gate opens.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>What an approval has to tell, by name; each becomes an output of the gate.</summary>
    public IReadOnlyDictionary<string, AnswerDefinition> Answers { get; init; } = new Dictionary<string, AnswerDefinition>();

    /// <summary>How long it waits from its opening; null waits for ever. In files: timeout, in seconds.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>What counts as its answer when that time is over; null fails it.</summary>
    public GateDefault? Default { get; init; }
}
