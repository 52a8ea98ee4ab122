namespace BatchWorkflow.Engine.Running;

/// <summary>How this process works on a run.</summary>
public sealed record RunOptions
{
    /// <summary>Hears the run's lines, or null.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>True takes all servers at the start and refuses when another run holds one of them; false waits for each when it is needed.</summary>
    public bool NoWait { get; init; }

    /// <summary>Secret values given at the prompt, by variable name; never written.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>What a resumption or restart takes in place of the run's own copies; null goes on by these.</summary>
    public CurrentFiles? Current { get; init; }

    /// <summary>A submit with the same key gives the run of the first; null makes a new run each time.</summary>
    public string? IdempotencyKey { get; init; }
}
