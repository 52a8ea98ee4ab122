namespace BatchWorkflow.StandIn.Configuration;

/// <summary>A list of values.</summary>
internal sealed class ListNode(string file, int line, IReadOnlyList<ConfigNode> items) : ConfigNode(file, line)
{
    /// <summary>Its items in order.</summary>
    public IReadOnlyList<ConfigNode> Items { get; } = items;
}
