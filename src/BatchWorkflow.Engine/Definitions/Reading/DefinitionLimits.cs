namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>How large a definition may be: far beyond what people write, and little enough to read safely.</summary>
internal static class DefinitionLimits
{
    /// <summary>Bytes of a file.</summary>
    public const int FileBytes = 8 * 1024 * 1024;

    /// <summary>Characters of a scalar.</summary>
    public const int ScalarLength = 1024 * 1024;

    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 256;

    /// <summary>Maps and lists inside one another; with what a plan puts around them they stay within JSON's usual 64.</summary>
    public const int Depth = 32;

    /// <summary>Nodes of a file, what its aliases stand for counted each time.</summary>
    public const int Nodes = 500_000;

    /// <summary>Nodes that aliases and merge keys of a file stand for, counted each time.</summary>
    public const int AliasNodes = 100_000;

    /// <summary>Characters of the texts and keys that aliases and merge keys of a file stand for, counted each time.</summary>
    public const int AliasCharacters = 4 * 1024 * 1024;
}
