using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Begins anew what failed, was omitted or was reverted, in the same run.</summary>
[Cmdlet(VerbsLifecycle.Restart, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun), typeof(Job), typeof(BatchChange))]
public sealed class RestartBatchWorkflow : CurrentCmdlet
{
    /// <summary>Names or wildcards of operations; without them all are meant.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>Names or wildcards of servers; without them all are meant.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    /// <summary>Takes only what failed and what waits for it.</summary>
    [Parameter]
    public SwitchParameter FailedOnly { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        RestartOptions restart = new() { Operations = Operation, Servers = Server, FailedOnly = FailedOnly };
        CurrentFiles? current = await CompareAsync(id, restart);
        Func<Task> checks = current is null ? () => Engine.CheckRestartAsync(id, restart, StopToken) : () => Task.CompletedTask;
        if (await MayAsync(Target(id, current), FailedOnly ? "Restart what failed" : "Restart", checks))
            await WorkAsync((engine, options, cancellationToken) => engine.RestartAsync(id, restart, options with { Current = current }, cancellationToken));
    }
}
