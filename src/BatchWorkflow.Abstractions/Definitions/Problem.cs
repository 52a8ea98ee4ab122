namespace BatchWorkflow;

/// <summary>Something wrong with a definition, with the way to mend it.</summary>
public sealed record Problem
{
    /// <summary>A stable code such as Definition.UnknownKey.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, in one sentence; control characters of what it quotes stand as escapes.</summary>
    public required string Message { get; init => field = VisibleText.Of(value); }

    /// <summary>How to mend it, or null when the message says it.</summary>
    public string? Hint { get; init => field = value is null ? null : VisibleText.Of(value); }

    /// <summary>Where it stands.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>True when the workflow can run all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The problem as one line: place, message, hint.</summary>
    public override string ToString() =>
        $"{(Location.File is null or "" ? "" : Location + ": ")}{(IsWarning ? "warning: " : "")}{Message}{(Hint is null ? "" : " " + Hint)}";
}
