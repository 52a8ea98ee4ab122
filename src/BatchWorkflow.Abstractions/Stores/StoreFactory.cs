namespace BatchWorkflow;

/// <summary>Finds out where a store of one kind is, from what people write.</summary>
public abstract class StoreFactory
{
    /// <summary>The name that monitoring.state_store uses.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Where a -StatePath or $BATCHWORKFLOW_STATE says that the state is; null when the text does not have the form of this store.
    /// Nothing is opened. Throws <see cref="BatchWorkflowException"/> for a text of this store's form that cannot be right; never with a secret in it.
    /// </summary>
    public abstract StoreAddress? Find(string location, StoreContext context);

    /// <summary>Where a workflow that asks for this store by its name has its state, when a folder was given or nothing.</summary>
    public abstract StoreAddress Default(StoreContext context);
}
