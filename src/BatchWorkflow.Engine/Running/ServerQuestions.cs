using System.Threading.Channels;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Reaches servers for conditions that look at their facts before any step of the run has reached them. For the run loop only.</summary>
internal sealed class ServerQuestions(RunServers servers, ChannelWriter<LoopMessage> messages, TimeProvider time, TaskScheduler scheduler)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, Task<Failure?>> _asked = new(StringComparer.Ordinal);

    /// <summary>Asks the server of a step, unless it is being asked; what the step's condition waits for meanwhile, or why it cannot be judged.</summary>
    public ConditionVerdict Ask(PlanStep step, RunState state)
    {
        string server = step.Server!;
        if (_asked.TryGetValue(server, out Task<Failure?>? asking) && asking.IsCompletedSuccessfully)
        {
            _asked.Remove(server);
            if (asking.Result is { } failure)
                return new ConditionVerdict.Fail(failure);
            asking = null; // It was reached: the message is on its way, or the server was changed since.
        }
        if (asking is null)
            _asked[server] = scheduler.RunAsync(() => AskAsync(ContextOf(step, state)));
        return ConditionVerdict.Waits($"what server {server} tells of itself");
    }

    private AttemptContext ContextOf(PlanStep step, RunState state) => new()
    {
        RunId = state.Facts.RunId,
        Step = step,
        Action = StepAction.Check,
        Number = 0,
        Token = "",
        Outputs = state.Outputs,
        Timeout = RunParts.DefaultTimeout,
        Waiting = static _ => { },
        RememberAsync = static (_, _, _) => Task.CompletedTask,
        Reached = known => messages.TryWrite(new LoopMessage.Reached(step.Server!, known)),
    };

    private async Task<Failure?> AskAsync(AttemptContext context)
    {
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await servers.ConnectAsync(context, CancellationToken.None) is null ? NotThere(context.Step) : null;
            }
            catch (FailureException e) when (e.Failure.IsRetryable && tried < Tries)
            {
                await Task.Delay(e.Failure.RetryAfter ?? Pause, time);
            }
            catch (FailureException e)
            {
                return e.Failure;
            }
        }
    }

    private static Failure NotThere(PlanStep step) => new()
    {
        Kind = FailureKind.NotFound,
        Message = $"The condition of {step.Operation} looks at facts of server {step.Server}, and that is not there. Create it first, with an operation of target server.",
    };
}
