namespace BatchWorkflow.Jinja;

/// <summary>The marks that set statements, expressions and comments apart from text.</summary>
public sealed record JinjaDelimiters
{
    /// <summary>The standard marks: <c>{% %}</c>, <c>{{ }}</c> and <c>{# #}</c>.</summary>
    public static JinjaDelimiters Default { get; } = new();

    /// <summary>Begins a statement.</summary>
    public string BlockStart { get; init; } = "{%";

    /// <summary>Ends a statement.</summary>
    public string BlockEnd { get; init; } = "%}";

    /// <summary>Begins an expression to print.</summary>
    public string VariableStart { get; init; } = "{{";

    /// <summary>Ends an expression to print.</summary>
    public string VariableEnd { get; init; } = "}}";

    /// <summary>Begins a comment.</summary>
    public string CommentStart { get; init; } = "{#";

    /// <summary>Ends a comment.</summary>
    public string CommentEnd { get; init; } = "#}";

    /// <summary>Begins a line that is a statement; null: none does.</summary>
    public string? LineStatementPrefix { get; init; }

    /// <summary>Begins a comment that ends with its line; null: none does.</summary>
    public string? LineCommentPrefix { get; init; }
}
