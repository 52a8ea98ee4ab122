using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>A run's W3C trace: derived from the run's id, so that every process that works on the run continues the same one.</summary>
/// <param name="runId">The run's id.</param>
internal sealed class TraceContext(string runId)
{
    /// <summary>The trace id.</summary>
    public ActivityTraceId TraceId { get; } = ActivityTraceId.CreateFromBytes(Digest(runId)[..16]);

    /// <summary>The span id of the run itself.</summary>
    public ActivitySpanId RunSpan { get; } = ActivitySpanId.CreateFromBytes(Digest(runId + "\nrun")[..8]);

    /// <summary>The span id of an attempt.</summary>
    public ActivitySpanId AttemptSpan(string step, int attempt) =>
        ActivitySpanId.CreateFromBytes(Digest($"{runId}\n{step}\n{attempt}")[..8]);

    /// <summary>The span id of one script of an attempt: a part of the attempt's span.</summary>
    public ActivitySpanId ScriptSpan(string step, int attempt, string phase) =>
        ActivitySpanId.CreateFromBytes(Digest($"{runId}\n{step}\n{attempt}\n{phase}")[..8]);

    /// <summary>The value of TRACEPARENT in a span.</summary>
    public string Traceparent(ActivitySpanId span) => $"00-{TraceId}-{span}-01";

    private static ReadOnlySpan<byte> Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
