using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Calls that async code makes to PowerShell, run one after another on the pipeline thread.</summary>
internal sealed class PipelineQueue
{
    private readonly Channel<Action> _calls = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private ExceptionDispatchInfo? _ended;

    /// <summary>Puts a call at the end; one that comes when the work is over is dropped.</summary>
    public void Post(Action call) => _calls.Writer.TryWrite(call);

    /// <summary>Puts a call at the end and waits for its answer or its refusal; cancelled when the pipeline has ended.</summary>
    public Task<T> CallAsync<T>(Func<T> call)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool taken = _calls.Writer.TryWrite(() =>
        {
            try
            {
                if (_ended is null)
                    answer.TrySetResult(call());
            }
            catch (BatchWorkflowException refusal)
            {
                answer.TrySetException(refusal);
            }
            finally
            {
                answer.TrySetCanceled();
            }
        });
        if (!taken)
            answer.SetCanceled();
        return answer.Task;
    }

    /// <summary>No more calls will come.</summary>
    public void Complete() => _calls.Writer.TryComplete();

    /// <summary>
    /// Runs calls until the work is complete. When PowerShell ends the pipeline in one of them, <paramref name="ended"/> is told once,
    /// the rest is dropped, and PowerShell's exception is thrown when the work has come to its end.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "Thrown again once the work is over.")]
    public void Pump(Action ended)
    {
        while (Next() is { } call)
        {
            try
            {
                call();
            }
            catch (Exception e) when (_ended is null)
            {
                _ended = ExceptionDispatchInfo.Capture(e);
                ended();
            }
            catch (Exception) when (_ended is not null)
            {
                // A stopped pipeline refuses each later call as well; the first refusal says it.
            }
        }
        _ended?.Throw();
    }

    private Action? Next()
    {
        while (_calls.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (_calls.Reader.TryRead(out Action? call))
                return call;
        }
        return null;
    }
}
