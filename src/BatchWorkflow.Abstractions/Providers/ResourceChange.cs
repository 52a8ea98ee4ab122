namespace BatchWorkflow;

/// <summary>A change that a provider is asked for.</summary>
public sealed record ResourceChange
{
    /// <summary>Create, Update or Delete.</summary>
    public required StepAction Action { get; init; }

    /// <summary>The resource as wanted; for Delete, as it was last known.</summary>
    public required ResourceSpecification Wanted { get; init; }

    /// <summary>The resource as found, or null.</summary>
    public ResourceState? Current { get; init; }

    /// <summary>The intent's token: the same at every repetition of the same intent.</summary>
    public required string Token { get; init; }
}
