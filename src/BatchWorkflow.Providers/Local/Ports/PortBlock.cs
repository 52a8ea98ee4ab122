namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>Ports one after another.</summary>
/// <param name="Base">The first.</param>
/// <param name="Count">How many.</param>
internal sealed record PortBlock(int Base, int Count)
{
    /// <summary>The one after the last.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int End => Base + Count;

    /// <summary>True when they share a port.</summary>
    public bool Overlaps(PortBlock other) => Base < other.End && other.Base < End;
}
