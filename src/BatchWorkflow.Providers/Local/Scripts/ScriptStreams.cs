using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Both streams of a script, handed over while it runs.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptStreams : IDisposable
{
    private const int MostLooks = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly WriteOrder? order;
    private readonly OrderedOutput? ordered;
    private readonly StreamTail standard;
    private readonly StreamTail error;

    /// <param name="files">The script's files.</param>
    /// <param name="order">The order in which it writes to them, where that is known.</param>
    /// <param name="output">Hears its lines.</param>
    public ScriptStreams(ScriptFiles files, WriteOrder? order, IScriptOutput output)
    {
        this.order = order;
        ordered = order is null ? null : new OrderedOutput(output, order);
        standard = new StreamTail(files.Output, isError: false, ordered ?? output);
        error = new StreamTail(files.Errors, isError: true, ordered ?? output);
    }

    /// <summary>Hands over lines until the script has ended, then the rest.</summary>
    public async Task FollowAsync(Task ended, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ended.IsCompleted)
        {
            using PeriodicTimer timer = new(Pause, time);
            while (timer.WaitForNextTickAsync(cancellationToken).AsTask() is { } tick && await Task.WhenAny(ended, tick) == tick)
            {
                await tick;
                Read(cancellationToken);
                ordered?.HandOver();
            }
        }
        await ended;
        Read(cancellationToken);
        standard.Finish(cancellationToken);
        error.Finish(cancellationToken);
        ordered?.HandOver();
    }

    public void Dispose()
    {
        ordered?.HandOver();
        order?.Dispose();
        standard.Dispose();
        error.Dispose();
    }

    /// <summary>Reads both, and again while the kernel tells of writes in between: lines and order are to be of the same writes.</summary>
    private void Read(CancellationToken cancellationToken)
    {
        ordered?.Look();
        for (int look = 1; ; look++)
        {
            standard.Read(cancellationToken);
            error.Read(cancellationToken);
            if (ordered?.Look() != true || look == MostLooks)
                return;
        }
    }
}
