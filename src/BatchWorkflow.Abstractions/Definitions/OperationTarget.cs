namespace BatchWorkflow;

/// <summary>What an operation acts on.</summary>
public enum OperationTarget
{
    /// <summary>Machines.</summary>
    Server,

    /// <summary>Service units on machines.</summary>
    Taskserv,

    /// <summary>Service units installed once for a group of machines.</summary>
    Cluster,
}
