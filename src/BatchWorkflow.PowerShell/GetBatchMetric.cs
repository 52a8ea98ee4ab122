using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Measures a run: counts, durations, retries and waits.</summary>
[Cmdlet(VerbsCommon.Get, "BatchMetric")]
[OutputType(typeof(BatchMetric))]
public sealed class GetBatchMetric : RunCmdlet
{
    /// <summary>Names or wildcards of metrics; without them all are emitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        WildcardPattern[] wanted = [.. Name.Select(n => new WildcardPattern(n, WildcardOptions.IgnoreCase))];
        IReadOnlyList<BatchMetric> metrics = await Engine.MetricsAsync(id, StopToken);
        if (metrics.Count == 0)
            Post(() => WriteWarning($"Run {id} has no metrics: its workflow says monitoring: {{ enabled: false }}."));
        foreach (BatchMetric metric in metrics)
        {
            if (wanted.Any(w => w.IsMatch(metric.Name)))
                await EmitAsync(metric);
        }
    }
}
