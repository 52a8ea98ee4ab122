namespace BatchWorkflow.Engine.Definitions;

/// <summary>A definition as every format yields it: a tree in which each node knows its place.</summary>
/// <param name="Location">Where the node begins.</param>
public abstract record DefinitionNode(SourceLocation Location);

/// <summary>A map; keys keep the order of the file and are unique.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Entries">Its entries.</param>
public sealed record MapNode(SourceLocation Location, IReadOnlyList<MapEntry> Entries) : DefinitionNode(Location);

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyLocation">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record MapEntry(string Key, SourceLocation KeyLocation, DefinitionNode Value);

/// <summary>A list.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Items">Its items.</param>
public sealed record ListNode(SourceLocation Location, IReadOnlyList<DefinitionNode> Items) : DefinitionNode(Location);

/// <summary>A scalar.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Value">null, string, bool, long or double; or a <see cref="TemplateText"/> that could not be rendered yet.</param>
public sealed record ScalarNode(SourceLocation Location, object? Value) : DefinitionNode(Location)
{
    /// <summary>How the file writes a number, or null where that is not known: 1.10 and 1.1 are one value.</summary>
    public string? Written { get; init; }

    /// <summary>Where its text stands, which may begin behind a quote or in the next line; null when that is where the scalar begins.</summary>
    public TextPlace? Text { get; init; }
}

/// <summary>Where the lines of a text stand in its file.</summary>
/// <param name="Line">The line of its first character, from 1.</param>
/// <param name="Column">The column of its first character, from 1.</param>
/// <param name="Indent">How many characters stand before each further line; -1 when the text's lines are not those of the file.</param>
public readonly record struct TextPlace(int Line, int Column, int Indent);
