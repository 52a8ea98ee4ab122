namespace BatchWorkflow.Engine.Definitions;

/// <summary>The names that something may refer to, with hints for those that are not among them.</summary>
internal sealed class KnownNames(IEnumerable<string> names)
{
    /// <summary>How many hints are looked for; comparing every name with every other would take a hostile file's square.</summary>
    private const int MostHints = 50;

    private readonly HashSet<string> names = [.. names];
    private int hints;

    /// <summary>True when a name is among them. What could not be read (empty) is passed over: it was told before.</summary>
    public bool Has(string name) => name.Length == 0 || names.Contains(name);

    /// <summary>Did you mean …?, or null.</summary>
    public string? Hint(string name) => hints++ < MostHints ? NearestName.Hint(name, names) : null;
}
