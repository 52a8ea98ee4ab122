namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>A node with its size, so that an alias costs what it stands for.</summary>
/// <param name="Node">The node.</param>
/// <param name="Nodes">How many nodes it is made of, itself included.</param>
/// <param name="Height">How many maps and lists stand inside one another in it.</param>
internal readonly record struct Measured(DefinitionNode Node, long Nodes, int Height);

/// <summary>The size of a map or list as it grows.</summary>
internal sealed class Growth
{
    private long nodes = 1;
    private int height;

    /// <summary>Adds a value.</summary>
    public DefinitionNode Add(Measured value)
    {
        Take(value, value.Nodes);
        return value.Node;
    }

    /// <summary>Adds so many nodes of a value.</summary>
    public void Take(Measured value, long more)
    {
        nodes += more;
        height = Math.Max(height, value.Height);
    }

    /// <summary>The whole.</summary>
    public Measured Of(DefinitionNode node) => new(node, nodes, height + 1);
}
