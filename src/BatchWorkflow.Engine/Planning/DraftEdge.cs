namespace BatchWorkflow.Engine.Planning;

/// <summary>An edge in the making: its owner waits for <paramref name="To"/>.</summary>
/// <param name="To">A step, or an operation for all of its steps.</param>
/// <param name="Type">What must be true of it.</param>
/// <param name="Origin">Where the edge comes from.</param>
/// <param name="Need">What its owner needs of it beyond the order.</param>
/// <param name="PerServer">True when a failure in the operation holds up only what runs on the same server.</param>
/// <param name="UsesOutputs">True when its owner uses outputs of the target.</param>
internal readonly record struct DraftEdge(
    GraphNode To, StepEdge Type, EdgeOrigin Origin, EdgeNeed Need = EdgeNeed.None, bool PerServer = false, bool UsesOutputs = false);

/// <summary>Where an edge comes from; one object for all edges of one cause.</summary>
/// <param name="Why">In words.</param>
/// <param name="Location">Where the cause stands.</param>
/// <param name="WaitCondition">What is polled once the edge holds, or null.</param>
internal sealed record EdgeOrigin(string Why, SourceLocation Location = default, string? WaitCondition = null)
{
    /// <summary>A step as a part of its operation.</summary>
    public static EdgeOrigin Part { get; } = new("it is a step of that operation");

    /// <summary>A server before its taskservs.</summary>
    public static EdgeOrigin Server { get; } = new("a server must be there before its taskservs");

    /// <summary>Taskservs go before their server does.</summary>
    public static EdgeOrigin ServerGoes { get; } = new("taskservs are deleted before their server");

    /// <summary>Shared resources before servers.</summary>
    public static EdgeOrigin Shared { get; } = new("shared resources are made before the first server");

    /// <summary>Shared resources go last.</summary>
    public static EdgeOrigin SharedGoes { get; } = new("shared resources are deleted after the last server");

    /// <summary>Steps on one thing take turns.</summary>
    public static EdgeOrigin Turn { get; } = new("steps on the same thing take turns");

    /// <summary>The words with the place, as messages show them.</summary>
    public override string ToString() => Location.Line == 0 ? Why : $"{Why}, {Location}";
}

/// <summary>What the owner of an edge needs of its target beyond the order.</summary>
internal enum EdgeNeed
{
    /// <summary>Nothing: without the target there is no edge.</summary>
    None,

    /// <summary>The target's effect: in the plan, or there already.</summary>
    Effect,

    /// <summary>The target in the plan.</summary>
    Step,
}
