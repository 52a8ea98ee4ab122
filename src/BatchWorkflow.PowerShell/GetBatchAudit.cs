using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Tells who did what to runs, when, from where and why, as their journals say.</summary>
[Cmdlet(VerbsCommon.Get, "BatchAudit")]
[OutputType(typeof(BatchAuditEntry))]
public sealed class GetBatchAudit : RunCmdlet
{
    /// <summary>Names or wildcards of actions; without them all are emitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Action { get; set; } = ["*"];

    /// <summary>Names or wildcards of users; without them those of all are emitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] User { get; set; } = ["*"];

    /// <summary>Adds what only describes steps under way: attempts, waits, retries, warnings.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        WildcardPattern[] actions = [.. Action.Select(a => new WildcardPattern(a, WildcardOptions.IgnoreCase))];
        WildcardPattern[] users = [.. User.Select(u => new WildcardPattern(u, WildcardOptions.IgnoreCase))];
        foreach (BatchAuditEntry entry in await Engine.TrailAsync(id, All, StopToken))
        {
            if (actions.Any(a => a.IsMatch(entry.Action)) && users.Any(u => u.IsMatch(entry.User)))
                await EmitAsync(entry);
        }
    }
}
