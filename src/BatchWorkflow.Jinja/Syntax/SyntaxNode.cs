namespace BatchWorkflow.Jinja.Syntax;

/// <summary>A node of a template's tree; <paramref name="At"/> is the offset in the source that problems point at.</summary>
internal abstract record SyntaxNode(int At);

/// <summary>A node that does something.</summary>
internal abstract record Statement(int At) : SyntaxNode(At);

/// <summary>A node that has a value.</summary>
internal abstract record Expression(int At) : SyntaxNode(At)
{
    /// <summary>How many expressions are nested in this one; the parser bounds it, so that evaluation cannot exhaust the stack.</summary>
    internal int Depth { get; init; } = 1;
}
