using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>Carries out each attempt by what its step acts on, within its time, and turns whatever happens into an outcome.</summary>
internal sealed class Attempts(ResourceAttempt resources, TaskservAttempt taskservs, Masker masker, RunLog log, TimeProvider time) : IAttempts
{
    /// <inheritdoc />
    public async Task<AttemptOutcome> RunAsync(AttemptContext context, CancellationToken cancellationToken)
    {
        AttemptProgress progress = AttemptProgress.Of(context);
        AttemptOutcome outcome = await TryAsync(context, progress, cancellationToken);
        Failure? failure = outcome.Failure is { } told && progress.Unknown is not null ? StillOpen(told, context) : outcome.Failure;
        return outcome with
        {
            Acted = progress.Acted,
            Gone = progress.Gone,
            Unknown = progress.Unknown,
            Failure = failure is null ? null : masker.Mask(failure),
            Reason = masker.Mask(outcome.Reason),
        };
    }

    private static Failure StillOpen(Failure failure, AttemptContext context) => failure with
    {
        Message = $"{failure.Message.TrimEnd('.')}. What was started on {context.Step.Server} may still run; the next attempt, Resume or Restart asks for its outcome before anything is repeated.",
    };

    private async Task<AttemptOutcome> TryAsync(AttemptContext context, AttemptProgress progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Timeout, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return context.Step.Kind switch
            {
                StepKind.Server or StepKind.SharedResource => await resources.RunAsync(context, progress, both.Token),
                StepKind.Taskserv => await taskservs.RunAsync(context, progress, both.Token),
                _ => AttemptOutcome.Fail(FailureKind.Validation, $"Steps of kind {context.Step.Kind} cannot be run."),
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return AttemptOutcome.Cancelled(progress.Changed);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            string message = $"The attempt took longer than the operation's timeout of {Seconds(context)} s and was ended.";
            return AttemptOutcome.Fail(FailureKind.Timeout, message, progress.Changed);
        }
        catch (FailureException e)
        {
            // On a server that is gone nothing runs.
            progress.Unknown = progress.Unknown is { } unknown && e.Failure.Kind != FailureKind.NotFound ? unknown with { Overdue = unknown.Overdue || both.IsCancellationRequested } : null;
            return AttemptOutcome.Fail(e.Failure, progress.Changed);
        }
        catch (JinjaException e)
        {
            return AttemptOutcome.Fail(FailureKind.Validation, $"{e.Template}:{e.Line}:{e.Column}: {TemplateProblems.Words(e)}", progress.Changed);
        }
        catch (UnknownValueException e)
        {
            return AttemptOutcome.Fail(FailureKind.Validation, $"{e.Template}:{e.Line}:{e.Column}: it needs a value that is {e.Value.Description}.", progress.Changed);
        }
        catch (BatchWorkflowException e)
        {
            return AttemptOutcome.Fail(FailureOf(e), progress.Changed);
        }
        catch (Exception e) when (EngineFault.Is(e))
        {
            log.For(context.Step, context.Number).Write(LogLevel.Error, e.ToString());
            return AttemptOutcome.Fail(EngineFault.Of(e), progress.Changed);
        }
#pragma warning disable CA1031 // The one place where whatever a plug-in throws becomes an outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure failure = new() { Kind = FailureKind.Unknown, Message = e.Message, Code = e.GetType().Name };
            return AttemptOutcome.Fail(failure, progress.Changed);
        }
    }

    /// <summary>What is out of reach may come back; what is damaged does not mend by itself.</summary>
    private static Failure FailureOf(BatchWorkflowException e) => new()
    {
        Kind = e.ErrorId is "State.Unreachable" or "State.Busy" or "State.Unwritable" ? FailureKind.Transient : FailureKind.Fatal,
        Code = e.ErrorId,
        Message = e.RecommendedAction is { } action ? $"{e.Message} {action}" : e.Message,
        OfState = e.ErrorId.Split('.')[0] is "State" or "Lease" or "Journal",
    };

    private static string Seconds(AttemptContext context) =>
        (context.Operation?.Timeout ?? context.Timeout).TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
