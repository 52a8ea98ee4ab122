namespace BatchWorkflow;

/// <summary>How strong a dependency is.</summary>
public enum DependencyType
{
    /// <summary>The target must succeed (or be there already), else the source is Omitted.</summary>
    Hard,

    /// <summary>The target must be in the plan; any end of it will do.</summary>
    Soft,

    /// <summary>As soft when the target is in the plan; no edge otherwise.</summary>
    Optional,
}
