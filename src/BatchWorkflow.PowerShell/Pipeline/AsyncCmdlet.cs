using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>
/// A cmdlet written as async code. The code runs beside the pipeline thread; whatever it says to PowerShell goes through
/// <see cref="Post"/> and CallAsync, which bring it there.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelineQueue? _queue;

    /// <summary>Cancelled by Ctrl+C, by Stop, and when a later command of the pipeline wants nothing more.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <summary>What is done for each input object.</summary>
    protected abstract Task ProcessAsync();

    /// <summary>What is done before the first input object.</summary>
    protected virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>What is done after the last input object.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <inheritdoc />
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc />
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc />
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc />
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Does something on the pipeline thread, after what was posted before it, and doesn't wait for it.</summary>
    protected internal void Post(Action call) => _queue?.Post(call);

    /// <summary>Does something on the pipeline thread and waits for it.</summary>
    protected internal Task CallAsync(Action call) => CallAsync(() =>
    {
        call();
        return true;
    });

    /// <summary>Asks something on the pipeline thread and waits for the answer.</summary>
    protected internal Task<T> CallAsync<T>(Func<T> call) =>
        _queue?.CallAsync(call) ?? throw new InvalidOperationException("The pipeline thread listens only while the cmdlet works.");

    /// <summary>Emits an object and waits until the pipeline has taken it.</summary>
    protected Task EmitAsync(object value) => CallAsync(() => WriteObject(value));

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    private void Run(Func<Task> work)
    {
        PipelineQueue queue = new();
        _queue = queue;
        Task task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                queue.Complete();
            }
        });
        try
        {
            queue.Pump(_stop.Cancel);
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // PowerShell knows that it has stopped us.
        }
        finally
        {
            _queue = null;
            task.ContinueWith(static t => t.Exception, TaskScheduler.Default).Wait();
        }
    }
}
