namespace BatchWorkflow;

/// <summary>What must be true of a step's dependency when it has ended.</summary>
public enum StepEdge
{
    /// <summary>It succeeded; otherwise the dependent is Omitted.</summary>
    Hard,

    /// <summary>Any end will do; another than success is told as a warning that names it.</summary>
    Soft,

    /// <summary>Any end will do: only the order matters.</summary>
    Order,
}
