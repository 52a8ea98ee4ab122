namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Writes down calls and answers them.</summary>
internal sealed class CallLedger(ScriptedWorld world)
{
    private readonly Lock gate = new();
    private readonly List<ScriptedCall> calls = [];
    private TaskCompletionSource changed = NewSignal();
    private long counter;

    public IReadOnlyList<ScriptedCall> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    public static int MaxConcurrent(IReadOnlyList<ScriptedCall> of)
    {
        int now = 0, most = 0;
        IEnumerable<(long At, int Step)> edges = of.Select(call => (call.Began, 1))
            .Concat(of.Where(call => call.Ended is not null).Select(call => (call.Ended!.Value, -1)));
        foreach ((_, int step) in edges.OrderBy(edge => edge.At))
            most = Math.Max(most, now += step);
        return most;
    }

    /// <summary>One call from begin to end: delay, gate, failure or effect.</summary>
    public async Task<T> AnswerAsync<T>(ScriptedCall call, Func<Answer, T> effect, CancellationToken cancellationToken)
    {
        Begin(call);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Answer answer = world.Answers.Next(call.Name);
            await HoldAsync(answer, cancellationToken);
            if (answer.Failure is { } before && !answer.AnswerLost)
                throw new FailureException(before) { NothingBegan = answer.NeverAsked };
            T result = effect(answer);
            return answer.Failure is { } after ? throw new FailureException(after) : result;
        }
        finally
        {
            End(call);
        }
    }

    public async Task HoldAsync(Answer answer, CancellationToken cancellationToken)
    {
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay, world.Time, cancellationToken);
        if (answer.Until is { } gate)
            await gate.WaitAsync(cancellationToken);
    }

    public async Task ReachedAsync(Func<bool> reached, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
                next = changed.Task;
            if (reached())
                return;
            await next.WaitAsync(cancellationToken);
        }
    }

    public void Begin(ScriptedCall call) => Note(() =>
    {
        call.Began = ++counter;
        calls.Add(call);
    });

    public void End(ScriptedCall call) => Note(() => call.Ended = ++counter);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(Action what)
    {
        lock (gate)
        {
            what();
            changed.SetResult();
            changed = NewSignal();
        }
    }
}
