namespace BatchWorkflow.Providers.Shells;

/// <summary>How many shells of one server may be in use at once. The number falls when the server turns out to allow fewer.</summary>
/// <param name="most">The most at first.</param>
/// <param name="mostForScripts">The most that scripts may hold until they end; one is always left for questions.</param>
internal sealed class ShellTurns(int most, int mostForScripts)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private int all, scripts;

    /// <summary>Waits until another shell may be used.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (all < most)
            {
                all++;
                return;
            }
            waiting.Enqueue(turn);
        }
        using CancellationTokenRegistration given = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    /// <summary>Gives one back.</summary>
    public void Return()
    {
        lock (gate)
        {
            all--;
            while (all < most && waiting.TryDequeue(out TaskCompletionSource? turn))
                if (turn.TrySetResult())
                    all++;
        }
    }

    /// <summary>Takes a shell for a script to hold; false when the script has to do without.</summary>
    public bool TryTakeForScript()
    {
        lock (gate)
        {
            if (scripts >= Math.Min(mostForScripts, most - 1))
                return false;
            scripts++;
            return true;
        }
    }

    /// <summary>Gives one back that a script held.</summary>
    public void ReturnFromScript()
    {
        lock (gate)
            scripts--;
    }

    /// <summary>Learns that the server allows no more than this.</summary>
    /// <returns>True when scripts hold all of them, so that no question can be asked before one ends.</returns>
    public bool Limit(int allowed)
    {
        lock (gate)
        {
            most = Math.Max(1, Math.Min(most, allowed));
            return scripts >= most;
        }
    }
}
