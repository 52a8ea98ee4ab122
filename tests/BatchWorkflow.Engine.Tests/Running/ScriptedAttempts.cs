using System.Collections.Concurrent;
using System.Threading.Channels;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Attempts whose ends a test decides: at once by a rule, or later by <see cref="End"/>.</summary>
internal sealed class ScriptedAttempts : IAttempts
{
    private readonly ConcurrentDictionary<string, Channel<AttemptOutcome>> _ends = new();
    private readonly Lock _counting = new();

    /// <summary>How an attempt ends; null holds it until <see cref="End"/>.</summary>
    public Func<AttemptContext, AttemptOutcome?> Rule { get; set; } = _ => AttemptOutcome.Success(changed: true);

    /// <summary>The attempts in the order of their beginning: step and number.</summary>
    public ConcurrentQueue<AttemptContext> Begun { get; } = new();

    /// <summary>The most that ran at once.</summary>
    public int MostAtOnce { get; private set; }

    private int _now;

    public async Task<AttemptOutcome> RunAsync(AttemptContext context, CancellationToken cancellationToken)
    {
        lock (_counting)
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
        Begun.Enqueue(context);
        try
        {
            if (Rule(context) is { } outcome)
                return outcome;
            return await EndsOf(context.Step.Id).Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return AttemptOutcome.Cancelled(changed: true);
        }
        finally
        {
            lock (_counting)
                _now--;
        }
    }

    /// <summary>Ends the attempt that runs on a step, or the next one that begins.</summary>
    public void End(string step, AttemptOutcome outcome) => Assert.True(EndsOf(step).Writer.TryWrite(outcome));

    private Channel<AttemptOutcome> EndsOf(string step) => _ends.GetOrAdd(step, static _ => Channel.CreateUnbounded<AttemptOutcome>());
}
