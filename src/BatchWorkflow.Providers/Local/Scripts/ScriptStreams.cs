using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Both streams of a script, handed over while it runs.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptStreams(ScriptFiles files, IScriptOutput output) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly StreamTail standard = new(files.Output, isError: false, output);
    private readonly StreamTail error = new(files.Errors, isError: true, output);

    /// <summary>Hands over lines until the script has ended, then the rest.</summary>
    public async Task FollowAsync(Task ended, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ended.IsCompleted)
        {
            using PeriodicTimer timer = new(Pause, time);
            while (timer.WaitForNextTickAsync(cancellationToken).AsTask() is { } tick && await Task.WhenAny(ended, tick) == tick)
            {
                await tick;
                standard.Read(cancellationToken);
                error.Read(cancellationToken);
            }
        }
        await ended;
        standard.Finish(cancellationToken);
        error.Finish(cancellationToken);
    }

    public void Dispose()
    {
        standard.Dispose();
        error.Dispose();
    }
}
