namespace BatchWorkflow;

/// <summary>How a workflow orders its operations.</summary>
public enum WorkflowType
{
    /// <summary>By their dependencies.</summary>
    Batch,

    /// <summary>One at a time, in the order of the file.</summary>
    Sequential,

    /// <summary>Every operation whose dependencies are met, every item of it in parallel.</summary>
    Parallel,
}
