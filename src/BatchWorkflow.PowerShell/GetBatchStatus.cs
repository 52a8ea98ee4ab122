using System.Management.Automation;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell;

/// <summary>Lists the runs of the store, newest first, or shows single ones.</summary>
[Cmdlet(VerbsCommon.Get, "BatchStatus")]
[OutputType(typeof(BatchRun), typeof(string))]
public sealed class GetBatchStatus : RunCmdlet
{
    private RunText? _text;

    /// <summary>Emits the run each time that it changes, until it is over or nobody works on it.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Emits text in place of objects.</summary>
    [Parameter]
    public StatusFormat? Format { get; set; }

    /// <summary>Adds operations, steps, checkpoints and the failure of each failed step.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Only runs with a gate that waits for an answer, and what each gate asks.</summary>
    [Parameter]
    public SwitchParameter Waiting { get; set; }

    /// <summary>Only runs that this session has submitted.</summary>
    [Parameter]
    public SwitchParameter CurrentSession { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => Follow;

    private RunText Text => _text ??= new RunText(
        Format!.Value, isList: !Follow && (Id is not { Length: 1 } || MyInvocation.ExpectingInput), isWhole: Detailed || Follow || Id is not null);

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        if (!Follow)
        {
            await ShowAsync(await Engine.GetAsync(id, StopToken));
            return;
        }
        await foreach (BatchRun run in Engine.FollowAsync(id, StopToken))
            await ShowAsync(run);
    }

    /// <inheritdoc />
    private protected override async Task ProcessNoRunAsync()
    {
        bool isWhole = Detailed || Waiting || Format is StatusFormat.Json or StatusFormat.Yaml;
        await foreach (BatchRun run in Engine.ListAsync(Tell, StopToken))
        {
            if ((!CurrentSession || run.Origin.Session == Host.InstanceId.ToString()) && (!Waiting || run.Waiting))
                await TryAsync(async () => await ShowAsync(isWhole && run.Damage is null ? await Engine.GetAsync(run.Id, StopToken) : run), run.Id);
        }
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (Format is not null && Text.End(Screen.Width(Host)) is { } rest)
            await EmitAsync(rest);
        await base.EndAsync();
    }

    private async Task ShowAsync(BatchRun run)
    {
        if (Waiting && !run.Waiting)
            return;
        if (run.Damage is { } damage)
            Post(() => WriteWarning($"Run {run.Id} is damaged: {damage}"));
        foreach (BatchGate gate in Waiting && Format is null && !Detailed ? run.Gates : [])
            Inform($"{GateText.Question(gate)}\n  {GateText.Approval(gate)}\n  {GateText.Denial(gate)}");
        if (Format is not null)
        {
            if (Text.Add(run, Screen.Width(Host)) is { } text)
                await EmitAsync(text);
        }
        else if (Detailed)
        {
            await EmitAsync(await DetailedRun.MakeAsync(Engine, run, Host, StopToken));
        }
        else
        {
            await EmitAsync(run);
        }
    }
}
