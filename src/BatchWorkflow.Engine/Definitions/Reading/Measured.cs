namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>A node with its size, so that an alias costs what it stands for.</summary>
/// <param name="Node">The node.</param>
/// <param name="Nodes">How many nodes it is made of, itself included.</param>
/// <param name="Characters">How many characters its texts and keys have.</param>
/// <param name="Height">How many maps and lists stand inside one another in it.</param>
internal readonly record struct Measured(DefinitionNode Node, long Nodes, long Characters, int Height);

/// <summary>The size of a map or list as it grows.</summary>
internal sealed class Growth
{
    private long nodes = 1;
    private long characters;
    private int height;

    /// <summary>Adds the value of a key.</summary>
    public DefinitionNode Add(string key, Measured value)
    {
        characters += key.Length;
        return Add(value);
    }

    /// <summary>Adds a value, and gives its node.</summary>
    public DefinitionNode Add(Measured value)
    {
        nodes += value.Nodes;
        characters += value.Characters;
        height = Math.Max(height, value.Height);
        return value.Node;
    }

    /// <summary>The whole.</summary>
    public Measured Of(DefinitionNode node) => new(node, nodes, characters, height + 1);
}
