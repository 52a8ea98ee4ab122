namespace BatchWorkflow;

/// <summary>One thing that an approval of a gate tells.</summary>
public sealed record AnswerDefinition
{
    /// <summary>What sort of value it is.</summary>
    public AnswerType Type { get; init; } = AnswerType.String;

    /// <summary>The words of a choice; empty for all other types.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>True when it must be given where it has no default.</summary>
    public bool Required { get; init; } = true;

    /// <summary>What it is when it is not given, as text; null when there is no default.</summary>
    public string? Default { get; init; }

    /// <summary>What it is, for people.</summary>
    public string? Description { get; init; }
}
