namespace BatchWorkflow.Engine.Running;

/// <summary>How this process works on a run.</summary>
public sealed record RunOptions
{
    /// <summary>Hears the run's lines, or null.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>True refuses instead of waiting when another run holds a server.</summary>
    public bool NoWait { get; init; }

    /// <summary>Secret values given at the prompt, by variable name; never written.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}
