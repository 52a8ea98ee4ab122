using System.Management.Automation;
using BatchWorkflow.Engine.Storing.Moving;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Moves all runs of a state to another store, and loses nothing.</summary>
[Cmdlet(VerbsCommon.Move, "BatchState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BatchStateMove))]
public sealed class MoveBatchState : RefusalCmdlet
{
    private const int Activity = 1;

    /// <summary>Where the runs go: a folder, a database file, or a database's address.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StateCompleter))]
    public string To { get; set; } = "";

    /// <summary>Where the runs are; by default $env:BATCHWORKFLOW_STATE, then the platform's state folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StateCompleter))]
    public string? From { get; set; }

    /// <summary>Asks for no confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    private protected override bool RefusalEndsPipeline => true;

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        await using StateMove move = new(SessionEngine.Options(statePath: null, Host.InstanceId, FullPath), From, To);
        int runs = await move.CountAsync(StopToken);
        if (!await MayAsync($"{(runs == 1 ? "1 run" : $"{runs} runs")} of {move.From}", $"Move to {move.To}", Force))
            return;
        BatchStateMove done = await move.RunAsync(new Bar(this), StopToken);
        Post(() => WriteProgress(new ProgressRecord(Activity, $"Moving to {move.To}", "Done") { RecordType = ProgressRecordType.Completed }));
        if (done.LocalServers.Count > 0)
            Post(() => WriteWarning($"Local servers stay where they are, and runs of the new state do not find them: {string.Join(", ", done.LocalServers)}"));
        await EmitAsync(done);
    }

    /// <summary>Tells five times a second at most how far it is.</summary>
    private sealed class Bar(MoveBatchState cmdlet) : IProgress<(int Done, int All)>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
        private long last;

        public void Report((int Done, int All) value)
        {
            if (TimeProvider.System.GetElapsedTime(last) < Interval)
                return;
            last = TimeProvider.System.GetTimestamp();
            cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(Activity, $"Moving to {cmdlet.To}", $"{value.Done} of {value.All} streams")
            {
                PercentComplete = value.All == 0 ? 100 : value.Done * 100 / value.All,
            }));
        }
    }
}
