using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>
/// A script that this process started. It is seen to its end also when nobody waits: its tree is ended, its secrets are removed,
/// its runner is reaped.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OwnScript
{
    /// <summary>How long processes may take to end when they are asked to.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ScriptFiles files;
    private readonly string token;
    private readonly TimeProvider time;
    private readonly long began;

    /// <summary>Takes charge of a runner that was just started.</summary>
    public OwnScript(int runner, string token, ScriptFiles files, TimeProvider time)
    {
        this.files = files;
        this.token = token;
        this.time = time;
        began = time.GetTimestamp();
        Runner = ProcessTable.Current.Find(runner) ?? throw new InvalidOperationException($"Our own child {runner} is not there.");
        Settled = SettleAsync();
    }

    /// <summary>The process that runs it.</summary>
    public ProcessEntry Runner { get; }

    /// <summary>The order in which it writes to its streams, where that is known.</summary>
    public WriteOrder? Order { get; init; }

    /// <summary>Ends when all of it has ended.</summary>
    public Task Settled { get; }

    private async Task SettleAsync()
    {
        await ExitWatch.EndedAsync(Runner, time);
        try
        {
            bool wasIts = files.ReadRunner()?.Pid == Runner.Pid;
            if (wasIts)
                await EndRestAsync();
            // Another start under this token may still run, and needs them.
            if (wasIts || files.ReadBarred() || files.ReadExitCode() is not null)
                files.RemoveSecrets();
        }
        finally
        {
            Libc.Reap(Runner.Pid);
        }
    }

    /// <summary>The end of a script ends its process tree. Unreaped, the runner keeps its session's number from being given to strangers.</summary>
    private Task EndRestAsync()
    {
        bool brief = time.GetElapsedTime(began) < ProcessTable.Current.NumbersLastAtLeast;
        return LeftBehind.EndAsync(ProcessTree.OfAttempt(token, Runner.Pid), files, time, brief ? Runner.Pid : null, CancellationToken.None);
    }
}
