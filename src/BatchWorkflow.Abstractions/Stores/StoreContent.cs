namespace BatchWorkflow;

/// <summary>What was read of a stream.</summary>
/// <param name="Bytes">Its bytes from the offset asked for.</param>
/// <param name="Version">Its version at that moment.</param>
public sealed record StoreContent(ReadOnlyMemory<byte> Bytes, StoreVersion Version);
