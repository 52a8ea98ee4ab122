using System.Management.Automation;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Reads the log of a run.</summary>
[Cmdlet(VerbsCommon.Get, "BatchLog")]
[OutputType(typeof(BatchLogEntry))]
public sealed class GetBatchLog : RunCmdlet
{
    /// <summary>Goes on with new lines until the run is over.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only the last so many lines of what is there.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines of this operation.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string? Operation { get; set; }

    /// <summary>Only lines of this step.</summary>
    [Parameter]
    public string? Step { get; set; }

    /// <summary>Only lines at least this important.</summary>
    [Parameter]
    public LogLevel Level { get; set; } = LogLevel.Debug;

    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        LogQuery query = new() { Follow = Follow, Tail = Tail, Operation = Operation, Step = Step, Level = Level, PassedOver = count => Tell(id, count) };
        await foreach (BatchLogEntry entry in Engine.ReadLogAsync(id, query, StopToken))
            await EmitAsync(entry);
    }

    private void Tell(string id, int count) =>
        Post(() => WriteWarning($"{(count == 1 ? "One line" : $"{count} lines")} of the log of run {id} cannot be read: the file is damaged, or a process died while it wrote."));
}
