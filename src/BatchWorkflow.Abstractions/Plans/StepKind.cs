namespace BatchWorkflow;

/// <summary>What sort of thing a step acts on.</summary>
public enum StepKind
{
    /// <summary>A server, by its provider.</summary>
    Server,

    /// <summary>A taskserv on a server, by its scripts.</summary>
    Taskserv,

    /// <summary>A resource that all servers of a provider share.</summary>
    SharedResource,

    /// <summary>A person's answer.</summary>
    Gate,
}
