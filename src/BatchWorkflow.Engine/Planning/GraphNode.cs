namespace BatchWorkflow.Engine.Planning;

/// <summary>A node of a graph in the making: a step, or an operation as the end of all of its steps.</summary>
internal abstract class GraphNode
{
    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>True when it is part of the plan.</summary>
    public abstract bool IsSelected { get; }

    /// <summary>How many edges it has.</summary>
    public abstract int EdgeCount { get; }

    /// <summary>What it waits for, one by one.</summary>
    public abstract DraftEdge EdgeAt(int index);

    /// <summary>How far the ordering has come with it.</summary>
    public Visit Visit { get; set; }
}

/// <summary>How far the ordering has come with a node.</summary>
internal enum Visit
{
    New,
    Open,
    Done,
}
