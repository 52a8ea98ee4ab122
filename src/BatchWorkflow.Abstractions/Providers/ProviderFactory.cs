namespace BatchWorkflow;

/// <summary>Opens a provider for one infrastructure.</summary>
public abstract class ProviderFactory
{
    /// <summary>The name that infrastructure files use.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Opens it. Nothing is asked or changed yet.</summary>
    public abstract Provider Open(ProviderContext context);
}
