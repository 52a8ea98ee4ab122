using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>How a cmdlet works on a run.</summary>
internal sealed record RunRequest
{
    /// <summary>Makes the engine take the run up.</summary>
    public required Func<BatchEngine, RunOptions, CancellationToken, Task<ActiveRun>> Start { get; init; }

    /// <summary>What the engine is told beside its observer.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>True for an end that is not what was asked for.</summary>
    public Func<BatchRun, bool> IsFailure { get; init; } = run => run.Failed;

    /// <summary>True shows the run's lines as they come.</summary>
    public bool Watch { get; init; }

    /// <summary>How long a stopped run may go on with what it has under way.</summary>
    public TimeSpan StopTimeout { get; init; }

    /// <summary>The -StatePath for commands that are shown, without secrets; null when none was typed.</summary>
    public string? StatePath { get; init; }
}
