namespace BatchWorkflow;

/// <summary>Where a state is. It may know secrets, and shows none.</summary>
public abstract class StoreAddress
{
    /// <summary>The store's name: file, rkvs, postgres.</summary>
    public abstract string Kind { get; }

    /// <summary>The place in the form of a -StatePath, the same however it was written, without secrets.</summary>
    public abstract string Text { get; }

    /// <summary>The folder of what stays on this machine: logs, attempts, local servers, the key of sealed values.</summary>
    public abstract string Folder { get; }

    /// <summary>What a person should know before the state is used; null when there is nothing.</summary>
    public virtual string? Warning => null;

    /// <summary>Opens it. Nothing is read or made before the first use.</summary>
    public abstract Store Open(TimeProvider time);

    /// <inheritdoc />
    public sealed override string ToString() => Text;
}
