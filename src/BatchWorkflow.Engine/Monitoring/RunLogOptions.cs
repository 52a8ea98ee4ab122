using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>What a run's log is opened with.</summary>
internal sealed record RunLogOptions
{
    /// <summary>The run's folder in the state; its log.jsonl is always kept.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The workflow's logging block.</summary>
    public required LoggingConfig Config { get; init; }

    /// <summary>The folder of the workflow file: what the path of log files is relative to.</summary>
    public required string WorkflowFolder { get; init; }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The run's trace.</summary>
    public required TraceContext Trace { get; init; }

    /// <summary>Knows the run's secrets.</summary>
    public required Masker Masker { get; init; }

    /// <summary>Hears the lines of the stdout destination, or null.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Is told, in one sentence and on any thread, of a destination that cannot be written; the run's warnings.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>False keeps no log and opens no destination.</summary>
    public bool IsKept { get; init; } = true;
}
