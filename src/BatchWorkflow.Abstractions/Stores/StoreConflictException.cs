namespace BatchWorkflow;

/// <summary>A write named a version that is no longer the stream's.</summary>
/// <param name="name">The stream's name.</param>
public sealed class StoreConflictException(string name) : Exception($"Somebody else changed '{name}' in the meantime.")
{
    /// <summary>The stream's name.</summary>
    public string StreamName { get; } = name;
}
