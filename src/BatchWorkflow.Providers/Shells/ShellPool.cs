namespace BatchWorkflow.Providers.Shells;

/// <summary>
/// The kept shells of one server: opened as they are needed, at most eight because sshd allows ten sessions, and fewer where the server does.
/// A script that runs holds one, and at least one is always left for all else.
/// </summary>
internal sealed class ShellPool(ShellHost host, ShellTerms terms, TimeProvider time) : IAsyncDisposable
{
    private const int Most = 8, MostForScripts = 6;
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(2);

    private readonly ShellTurns turns = new(Most, MostForScripts);
    private readonly Stack<KeptShell> free = [];
    private readonly HashSet<KeptShell> open = [];
    private readonly string watcher = Guid.NewGuid().ToString("n")[..12];
    private readonly Lock gate = new();
    private long used = time.GetTimestamp();
    private TimeSpan openingTook;
    private int opening, connection;
    private ITimer? idle;
    private bool closed;

    /// <summary>
    /// How long a script that holds a shell may run before another shell is worth looking at its streams: nothing when one is free, else as
    /// long as opening one takes here, so that those which end sooner never pay for it.
    /// </summary>
    public TimeSpan WorthAnother
    {
        get
        {
            lock (gate)
                return free.Count > 0 ? TimeSpan.Zero : openingTook < LongestReserve ? openingTook : LongestReserve;
        }
    }

    /// <summary>Lends a shell to a script for as long as it runs; null when it has to run without one.</summary>
    public async Task<ShellLoan?> TryLendToScriptAsync(CancellationToken cancellationToken)
    {
        if (!turns.TryTakeForScript())
            return null;
        KeptShell? shell = null;
        try
        {
            shell = await TryLendAsync(cancellationToken);
        }
        finally
        {
            if (shell is null)
                turns.ReturnFromScript();
        }
        return shell is null ? null : new ShellLoan(shell, this, isScripts: true);
    }

    /// <summary>Asks something on a free shell and waits for the answer.</summary>
    public Task<ShellReply> AskAsync(string request, TimeSpan limit, CancellationToken cancellationToken)
        => UseAsync(shell => shell.AskAsync(request, limit, time, CancellationToken.None), cancellationToken);

    /// <summary>Asks something that reads a file of this machine from where it is asked. The shell is not used again when the answer is that it failed.</summary>
    public Task<ShellReply> StreamAsync(string request, string file, TimeSpan limit) => UseAsync(
        async shell =>
        {
            await using FileStream content = File.OpenRead(file);
            ShellReply reply = await shell.StreamAsync(request, content, limit, time);
            if (reply.Find("failed") is not null)
                shell.Dispose();
            return reply;
        },
        CancellationToken.None);

    private async Task<ShellReply> UseAsync(Func<KeptShell, Task<ShellReply>> use, CancellationToken cancellationToken)
    {
        KeptShell? shell;
        do
            shell = await TryLendAsync(cancellationToken);
        while (shell is null);
        // The asker may stop waiting, but the shell is free only when it has answered.
        return await UseAsync(new ShellLoan(shell, this, isScripts: false), use).WaitAsync(cancellationToken);
    }

    private async Task<ShellReply> UseAsync(ShellLoan loan, Func<KeptShell, Task<ShellReply>> use)
    {
        using ShellLoan whileAsked = loan;
        try
        {
            return await use(loan.Shell);
        }
        catch (ShellLostException)
        {
            Drop();
            throw;
        }
    }

    /// <summary>Takes a shell back.</summary>
    public void Return(ShellLoan loan)
    {
        bool good;
        lock (gate)
        {
            used = time.GetTimestamp();
            good = !loan.Shell.IsLost && !closed && open.Contains(loan.Shell);
            if (good)
                free.Push(loan.Shell);
            else
                open.Remove(loan.Shell);
        }
        if (!good)
            loan.Shell.Dispose();
        if (loan.IsScripts)
            turns.ReturnFromScript();
        turns.Return();
    }

    /// <summary>Drops the connection with all its shells: what runs on the server goes on.</summary>
    public void Drop()
    {
        List<KeptShell> gone;
        lock (gate)
        {
            gone = [.. open];
            connection++;
            open.Clear();
            free.Clear();
        }
        host.Drop();
        gone.ForEach(shell => shell.Dispose());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        lock (gate)
            closed = true;
        if (idle is not null)
            await idle.DisposeAsync();
        Drop();
        await host.DisposeAsync();
    }

    /// <summary>A shell, or null when the server allows no more than are in use.</summary>
    private async Task<KeptShell?> TryLendAsync(CancellationToken cancellationToken)
    {
        await turns.TakeAsync(cancellationToken);
        KeptShell? shell = null;
        try
        {
            return shell = TakeFree() ?? await TryOpenAsync(cancellationToken);
        }
        finally
        {
            if (shell is null)
                turns.Return();
        }
    }

    private KeptShell? TakeFree()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            idle ??= time.CreateTimer(_ => DropWhenIdle(), null, terms.Idle, terms.Idle);
            while (free.TryPop(out KeptShell? shell))
            {
                if (!shell.IsLost)
                    return shell;
                open.Remove(shell);
                shell.Dispose();
            }
        }
        return null;
    }

    private async Task<KeptShell?> TryOpenAsync(CancellationToken cancellationToken)
    {
        int of;
        lock (gate)
        {
            of = connection;
            opening++;
        }
        try
        {
            return await OpenAsync(of, cancellationToken);
        }
        catch (NoSessionException few)
        {
            Limit(few);
            return null;
        }
        catch (ShellLostException)
        {
            // What no shell can be opened on has lost the others too, even where nothing has told so yet.
            Drop(of);
            throw;
        }
        finally
        {
            lock (gate)
                opening--;
        }
    }

    private async Task<KeptShell> OpenAsync(int of, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        using CancellationTokenSource limit = new(terms.Connect, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        (KeptShell shell, ShellReply answer) = await OpenAsync(both.Token, limit.Token);
        if (answer.Find("hello") is null)
        {
            string said = $"{answer.Noise} {shell.Said}".Trim().TrimEnd('.');
            shell.Dispose();
            string? refused = answer.Find("refused") is { } words ? string.Join(' ', words.Skip(1)) : null;
            string message = $"{host.Name} cannot run scripts: {refused ?? (said.Length > 0 ? said : "its shell does not do what sh does")}.";
            if (said.Contains("restricted", StringComparison.Ordinal))
                throw await NoShellAsync($"{message} That is a restricted shell, such as rbash.", null);
            throw refused is null ? await NoShellAsync(message, null) : Failed(FailureKind.Fatal, message);
        }
        bool isDropped;
        lock (gate)
        {
            isDropped = of != connection;
            if (!isDropped)
                open.Add(shell);
            openingTook = time.GetElapsedTime(began);
        }
        if (!isDropped)
            return shell;
        shell.Dispose();
        throw new ShellLostException($"The connection to {host.Name} was lost while a shell was opened on it.");
    }

    private async Task<(KeptShell Shell, ShellReply Answer)> OpenAsync(CancellationToken both, CancellationToken limit)
    {
        try
        {
            return await KeptShell.OpenAsync(host, ShellSource.Hello(terms.Folder, watcher, time.GetUtcNow()), both);
        }
        catch (ShellLostException ended) when (ended.ExitCode is { } code)
        {
            throw await host.RefusalAsync(code, ended.Message, both) is { } refusal ? new FailureException(refusal, ended) : ended;
        }
        catch (StrangeAnswerException strange) when (limit.IsCancellationRequested)
        {
            throw await NoShellAsync(strange.IsOurs
                ? $"{host.Name} sends back what it is sent, and runs none of it."
                : $"{host.Name} did not answer as a shell does within {terms.Connect.TotalSeconds:0.#} s, which connect_timeout may lengthen. It said: {strange.Said.TrimEnd('.')}.", strange);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new ShellLostException($"{host.Name} did not answer within {terms.Connect.TotalSeconds:0.#} s of connecting.", late);
        }
    }

    /// <summary>Who let us in and runs no shell does so the next time, too.</summary>
    private async Task<Exception> NoShellAsync(string message, Exception? inner) => new FailureException(
        await host.RefusalAsync(null, message, CancellationToken.None) ?? new Failure { Kind = FailureKind.Fatal, Message = message }, inner);

    /// <summary>
    /// Goes on with the sessions that the server allows. When scripts hold all of these, another connection asks in their place: scripts go on
    /// without the shells that started them.
    /// </summary>
    private void Limit(NoSessionException few)
    {
        int allowed;
        lock (gate)
            allowed = open.Count + opening - 1;
        bool isFull = turns.Limit(allowed);
        if (isFull || allowed == 0)
            Drop();
        if (allowed == 0)
            throw new ShellLostException(few.Message, few);
    }

    private void Drop(int of)
    {
        lock (gate)
            if (of != connection)
                return;
        Drop();
    }

    private void DropWhenIdle()
    {
        lock (gate)
            if (free.Count < open.Count || time.GetElapsedTime(used) < terms.Idle)
                return;
        Drop();
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });
}
