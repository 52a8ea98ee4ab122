using BatchWorkflow.Providers.Local;
using System.Collections.Concurrent;
using System.Globalization;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Runs scripts on a server through kept shells. Their files are on the server, so they survive a lost connection and a dead engine.</summary>
internal sealed class ShellConnection : Connection
{
    private const int Portion = 256 * 1024, Tries = 3, MostKills = 10;
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, ScriptRun> runs = new();
    private readonly ShellHost host;
    private readonly ShellTerms terms;
    private readonly ShellPool pool;
    private readonly FileTrees trees;
    private readonly ScriptStart start;
    private readonly TimeProvider time;

    public ShellConnection(ConnectionContext context, ShellHost host, ShellTerms terms)
    {
        this.host = host;
        this.terms = terms;
        time = context.Time;
        pool = new ShellPool(host, terms, time);
        trees = new FileTrees(pool, host, terms);
        string identity = context.Server.Identity;
        start = new ScriptStart(identity[(identity.LastIndexOf('/') + 1)..], context.Server.ProviderId, terms);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh", ".ps1"];

    /// <inheritdoc />
    public override async Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ServerCommand command = ServerCommand.Of(request, trees.Of);
        LocalFolder.Make(request.Reference.Folder, LocalFolder.Private);
        bool isAsked = false;
        try
        {
            // Sent again after a lost connection it does no harm: whoever comes second finds the fence.
            await WithConnectionAsync(
                async () =>
                {
                    if (command.Tree is { } tree)
                        await trees.BringAsync(tree, cancellationToken);
                    await StartOnceAsync(request, command, () => isAsked = true, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        catch (FailureException e) when (!isAsked)
        {
            throw new FailureException(e.Failure, e) { NothingBegan = true };
        }
    }

    /// <inheritdoc />
    public override async Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        ShellReply reply = await AskAsync($"bw_probe {ShellText.Quote(script.Token)}", cancellationToken);
        if (StateOf(reply) == "barred")
            LocalFolder.Make(script.Folder, LocalFolder.Private);
        return StateOf(reply) switch
        {
            "running" => ScriptState.Running,
            "exited" => ScriptState.Exited,
            "gone" => ScriptState.Gone,
            "barred" => ScriptState.NotStarted,
            _ => throw Failed(FailureKind.Unknown, $"{host.Name} does not tell what became of a script: {reply.Noise}"),
        };
    }

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        ScriptSink sink = new(output);
        if (runs.TryGetValue(script.Token, out ScriptRun? run))
        {
            bool looked = await LookUntilOverAsync(script, run, sink, cancellationToken);
            if (run.Over.IsCompletedSuccessfully && run.IsOurs)
            {
                if (looked || sink.Take(run.Reply, Portion))
                    await PatientlyAsync(() => ReadRestAsync(script, sink, cancellationToken), cancellationToken);
                sink.Finish();
                return new ScriptExit(run.Code);
            }
        }
        return await WaitForOthersAsync(script, sink, cancellationToken);
    }

    /// <inheritdoc />
    public override async Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            ShellReply reply = await AskAsync($"bw_end {ShellText.Quote(script.Token)}", cancellationToken, TimeSpan.FromSeconds(30));
            if (reply.Find("unsure") is [_, string session, ..] unsure)
                throw Failed(FailureKind.Transient, $"A script of an earlier attempt is gone, but processes of its session {session} live on {host.Name}, "
                    + $"and nothing tells them from a stranger's: {string.Join(", ", unsure.Skip(2))}. Wait for their end, or end them.");
            if (reply.Find("ended") is not { } ended)
                throw Failed(FailureKind.Unknown, $"{host.Name} does not tell whether a script was ended: {reply.Noise}");
            if (ended is [_])
                return;
            if (number == MostKills)
                throw Failed(FailureKind.Unknown, $"These processes of a script on {host.Name} cannot be ended: {string.Join(", ", ended.Skip(1))}.");
        }
    }

    /// <inheritdoc />
    public override Task ForgetAsync(IReadOnlyList<ScriptReference> scripts, CancellationToken cancellationToken)
        => AskAsync($"bw_forget {ShellText.Quote(scripts.Select(script => script.Token))}", cancellationToken);

    /// <inheritdoc />
    public override async Task<ServerFacts?> FactsAsync(CancellationToken cancellationToken)
        => FactsReply.Read(await AskAsync("bw_facts", cancellationToken));

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task StartOnceAsync(ScriptRequest request, ServerCommand command, Action asking, CancellationToken cancellationToken)
    {
        string token = request.Reference.Token;
        ShellLoan? loan = await pool.TryLendToScriptAsync(cancellationToken);
        string text;
        try
        {
            text = start.Text(request, command.Tree?.Name, command.Words, holdsShell: loan is not null);
        }
        catch (FailureException)
        {
            loan?.Dispose();
            throw;
        }
        asking();
        if (loan is null)
        {
            Check(await pool.AskAsync(text, terms.Answer, cancellationToken));
            return;
        }
        ScriptRun run = ScriptRun.Begin(loan, text, run => _ = Forget(token, run));
        if (runs.TryAdd(token, run) && run.Over.IsCompleted)
            _ = Forget(token, run);
        await AcknowledgedAsync(run);
    }

    private async Task AcknowledgedAsync(ScriptRun run)
    {
        try
        {
            if (await run.Reply.Acknowledged.WaitAsync(terms.Answer, time))
                return;
            await run.Reply.Done.WaitAsync(terms.Answer, time);
        }
        catch (TimeoutException late)
        {
            pool.Drop();
            throw new ShellLostException($"{host.Name} did not answer in time.", late);
        }
        Check(run.Reply);
    }

    /// <summary>A start that was not ours is as good when there was another one; else it never began.</summary>
    private void Check(ShellReply reply)
    {
        if (reply.Find("lost") is not [_, string status, "absent"])
            return;
        string why = status == "122" ? "its shell cannot write a secret without showing it on a command line" : reply.Noise;
        throw Failed(FailureKind.Unknown, $"The script could not be started on {host.Name}: {(why.Length > 0 ? why : $"status {status}")}");
    }

    /// <summary>Kept for a while after its end, for whoever waits only then.</summary>
    private async Task Forget(string token, ScriptRun run)
    {
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        runs.TryRemove(new KeyValuePair<string, ScriptRun>(token, run));
    }

    /// <summary>Follows the streams of a script that holds a shell. True when the streams were looked at.</summary>
    private async Task<bool> LookUntilOverAsync(ScriptReference script, ScriptRun run, ScriptSink sink, CancellationToken cancellationToken)
    {
        bool looked = false;
        TimeSpan pause = pool.WorthAnother > FirstLook ? pool.WorthAnother : FirstLook;
        while (!await IsOverAsync(run, pause, cancellationToken))
        {
            looked = true;
            try
            {
                pause = PauseAfter(await LookAsync(script, sink, cancellationToken), pause);
            }
            catch (ShellLostException)
            {
                // The shell that the script holds is as good as lost, and another connection tells its outcome.
                break;
            }
        }
        return looked;
    }

    private async Task<bool> IsOverAsync(ScriptRun run, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await run.Over.WaitAsync(pause, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (ShellLostException)
        {
            return true;
        }
    }

    /// <summary>Waits for a script that holds no shell of this connection, however often the connection is lost meanwhile.</summary>
    private async Task<ScriptExit> WaitForOthersAsync(ScriptReference script, ScriptSink sink, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstLook;
        while (true)
        {
            ShellReply reply = await PatientlyAsync(() => LookAsync(script, sink, cancellationToken), cancellationToken);
            if (StateOf(reply) is not "running")
                break;
            pause = PauseAfter(reply, pause);
            await Task.Delay(pause, time, cancellationToken);
        }
        await PatientlyAsync(async () => { await EndAsync(script, cancellationToken); return true; }, cancellationToken);
        ShellReply last = await PatientlyAsync(() => ReadRestAsync(script, sink, cancellationToken), cancellationToken);
        sink.Finish();
        return new ScriptExit(last.Find("state") is [_, "exited", string code] && int.TryParse(code, CultureInfo.InvariantCulture, out int number) ? number : null);
    }

    private async Task<ShellReply> ReadRestAsync(ScriptReference script, ScriptSink sink, CancellationToken cancellationToken)
    {
        long before;
        ShellReply reply;
        do
        {
            before = sink.Output + sink.Error;
            reply = await LookAsync(script, sink, cancellationToken);
        }
        while (sink.Output + sink.Error > before);
        return reply;
    }

    private async Task<ShellReply> LookAsync(ScriptReference script, ScriptSink sink, CancellationToken cancellationToken)
    {
        string request = string.Create(CultureInfo.InvariantCulture, $"bw_poll {ShellText.Quote(script.Token)} {sink.Output} {sink.Error}");
        ShellReply reply = await pool.AskAsync(request, terms.Answer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        sink.Take(reply, Portion);
        return reply;
    }

    private static TimeSpan PauseAfter(ShellReply reply, TimeSpan pause)
    {
        if (reply.Bytes("out").Length + reply.Bytes("err").Length > 0)
            return FirstLook;
        return pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
    }

    private static string? StateOf(ShellReply reply) => reply.Find("state") is [_, string state, ..] ? state : null;

    private Task<ShellReply> AskAsync(string request, CancellationToken cancellationToken, TimeSpan? limit = null)
        => WithConnectionAsync(() => pool.AskAsync(request, limit ?? terms.Answer, cancellationToken), cancellationToken);

    /// <summary>Does it on a fresh connection when the connection was lost; gives up after a few.</summary>
    private async Task<T> WithConnectionAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            try
            {
                return await ask();
            }
            catch (ShellLostException lost)
            {
                if (number == Tries)
                    throw Failed(FailureKind.Transient, lost.Message, lost);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200 * number), time, cancellationToken);
        }
    }

    /// <summary>The same without giving up: only who waits does.</summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (TimeSpan pause = FirstLook; ; pause = pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : TimeSpan.FromSeconds(5))
        {
            try
            {
                return await ask();
            }
            catch (ShellLostException)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (FailureException passing) when (passing.Failure.Kind == FailureKind.Transient)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static FailureException Failed(FailureKind kind, string message, Exception? inner = null)
        => new(new Failure { Kind = kind, Message = message }, inner);
}
