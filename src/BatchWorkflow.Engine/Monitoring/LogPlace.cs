using System.Diagnostics;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>What a log line is about; nothing set is the run itself.</summary>
/// <param name="Operation">The operation, or null.</param>
/// <param name="Step">The step's id, or null.</param>
/// <param name="Attempt">The attempt's number, or null.</param>
/// <param name="Server">The server, or null.</param>
internal sealed record LogPlace(string? Operation = null, string? Step = null, int? Attempt = null, string? Server = null)
{
    /// <summary>Which script of the attempt: check, act, health-1; null is the engine itself.</summary>
    public string? Phase { get; init; }

    /// <summary>What that script is called, or null.</summary>
    public string? Script { get; init; }

    /// <summary>The run itself.</summary>
    public static LogPlace Run { get; } = new();

    /// <summary>An attempt of a step.</summary>
    public static LogPlace Of(PlanStep step, int? attempt = null) => new(step.Operation, step.Id, attempt, step.Server);

    /// <summary>The span that a line there belongs to.</summary>
    public ActivitySpanId Span(TraceContext trace) => (Step, Attempt, Phase) switch
    {
        ({ } step, { } attempt, { } phase) => trace.ScriptSpan(step, attempt, phase),
        ({ } step, { } attempt, null) => trace.AttemptSpan(step, attempt),
        _ => trace.RunSpan,
    };
}
