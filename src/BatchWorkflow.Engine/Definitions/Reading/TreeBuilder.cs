namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>What the readers of all formats share: the limits, and maps whose keys are unique.</summary>
/// <param name="file">The file, for places.</param>
/// <param name="problems">Where duplicate keys go.</param>
internal sealed class TreeBuilder(string file, ICollection<Problem> problems)
{
    private long nodes;
    private int depth;

    /// <summary>A place in the file.</summary>
    public SourceLocation At(long line, long column) => new(file, (int)line, (int)column);

    /// <summary>Goes into a map or list.</summary>
    public void Enter(SourceLocation at)
    {
        if (++depth > DefinitionLimits.Depth)
            throw TooDeep(at);
    }

    /// <summary>Leaves a map or list.</summary>
    public void Leave() => depth--;

    /// <summary>Ends the reading when something so high does not fit here.</summary>
    public void Fit(int height, SourceLocation at)
    {
        if (depth + height > DefinitionLimits.Depth)
            throw TooDeep(at);
    }

    /// <summary>Counts nodes against the limit.</summary>
    public void Count(long more, SourceLocation at)
    {
        nodes += more;
        if (nodes > DefinitionLimits.Nodes)
            throw new UnreadableTextException("Definition.TooLarge", at, $"The file holds more than {DefinitionLimits.Nodes} values.",
                "Split it, or generate less.");
    }

    /// <summary>A scalar.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="value">Its value.</param>
    /// <param name="written">How the file writes it.</param>
    /// <param name="text">Where its text stands.</param>
    public ScalarNode Scalar(SourceLocation at, object? value, string? written = null, TextPlace? text = null)
    {
        Count(1, at);
        if (value is string { Length: > DefinitionLimits.ScalarLength })
            throw new UnreadableTextException("Definition.TooLarge", at,
                $"A single value is longer than {DefinitionLimits.ScalarLength} characters.", "Keep large content in a file of a taskserv.");
        return new ScalarNode(at, value) { Written = value is long or double ? written : null, Text = text };
    }

    /// <summary>True when a key is new in its map; otherwise tells where both stand.</summary>
    public bool IsNew(string key, SourceLocation at, Dictionary<string, SourceLocation> seen)
    {
        if (key.Length > DefinitionLimits.KeyLength)
            throw new UnreadableTextException("Definition.TooLarge", at, $"A key is longer than {DefinitionLimits.KeyLength} characters.");
        if (seen.TryAdd(key, at))
            return true;
        problems.Add(new Problem
        {
            Code = "Definition.DuplicateKey",
            Location = at,
            Message = $"The key \"{key}\" stands twice in one map: here and at line {seen[key].Line}, column {seen[key].Column}.",
            Hint = "Keep one of them.",
        });
        return false;
    }

    private static UnreadableTextException TooDeep(SourceLocation at) =>
        new("Definition.TooDeep", at, $"Maps and lists stand more than {DefinitionLimits.Depth} deep inside one another.");
}
