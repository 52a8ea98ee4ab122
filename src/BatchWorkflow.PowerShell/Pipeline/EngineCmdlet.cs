using System.Management.Automation;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Running;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet that works with the engine on one state.</summary>
public abstract class EngineCmdlet : RefusalCmdlet
{
    private BatchEngine? _engine;
    private TerminationSignals? _signals;

    /// <summary>Where the state is: a folder, a database file, a database's address, or env:NAME; by default $env:BATCHWORKFLOW_STATE, then the platform's state folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.StateCompleter))]
    public string? StatePath { get; set; }

    /// <summary>The engine on that state.</summary>
    private protected BatchEngine Engine => _engine ??= new BatchEngine(SessionEngine.Options(StatePath, Host.InstanceId, FullPath));

    /// <summary>From now on until the cmdlet ends, SIGTERM and SIGHUP stop it as Ctrl+C does.</summary>
    internal TerminationSignals HearSignals() => _signals ??= new TerminationSignals(StopProcessing, TimeProvider.System);

    /// <inheritdoc />
    protected override Task EndAsync() => CloseEngineAsync();

    /// <summary>Gives the engine away; the cmdlet opens another one when it needs it.</summary>
    private protected BatchEngine TakeEngine()
    {
        BatchEngine engine = Engine;
        _engine = null;
        return engine;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Task.Run(CloseEngineAsync).GetAwaiter().GetResult();
            _signals?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task CloseEngineAsync()
    {
        if (Interlocked.Exchange(ref _engine, null) is { } engine)
            await engine.DisposeAsync();
    }
}
