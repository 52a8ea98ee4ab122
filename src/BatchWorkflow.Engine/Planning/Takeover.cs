using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Planning;

/// <summary>All that is looked at when a run is to go on by today's definitions.</summary>
internal sealed record TakeoverInput
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's plan.</summary>
    public required Plan Forward { get; init; }

    /// <summary>What became of its steps.</summary>
    public required IReadOnlyCollection<StepHistory> History { get; init; }

    /// <summary>A plan of today's definitions, made as if there were no run.</summary>
    public required Plan Today { get; init; }

    /// <summary>What a restart is asked for; null for a resumption.</summary>
    public RestartOptions? Restart { get; init; }

    /// <summary>True when the run is over: what had not ended begins anew too, and does not go on.</summary>
    public bool IsOver { get; init; }
}

/// <summary>What today's definitions make of a run.</summary>
internal sealed record Takeover
{
    /// <summary>The run's plan from then on: today's steps, and those of the former plan that did something and are gone.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What differs.</summary>
    public required IReadOnlyList<BatchChange> Changes { get; init; }

    /// <summary>The steps that begin anew.</summary>
    public required IReadOnlyList<string> Anew { get; init; }

    /// <summary>Steps of the plan that today's definitions have no more.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>New steps that a restart was not asked for.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];
}
