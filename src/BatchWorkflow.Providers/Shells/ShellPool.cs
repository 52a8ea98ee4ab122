using System.Diagnostics.CodeAnalysis;

namespace BatchWorkflow.Providers.Shells;

/// <summary>
/// The kept shells of one server: opened as they are needed, at most eight because sshd allows ten sessions. A script that runs holds one,
/// and two are always left for all else.
/// </summary>
[SuppressMessage("Usage", "CA2213", Justification = "Loans come back after the pool was closed, and these hold nothing that must be freed.")]
internal sealed class ShellPool(ShellHost host, ShellTerms terms, TimeProvider time) : IAsyncDisposable
{
    private const int Most = 8, MostForScripts = 6;
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim all = new(Most), scripts = new(MostForScripts);
    private readonly Stack<KeptShell> free = [];
    private readonly HashSet<KeptShell> open = [];
    private readonly string watcher = Guid.NewGuid().ToString("n")[..12];
    private readonly Lock gate = new();
    private long used = time.GetTimestamp();
    private TimeSpan openingTook;
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
        if (!await scripts.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;
        try
        {
            return new ShellLoan(await LendAsync(cancellationToken), this, isScripts: true);
        }
        catch (Exception)
        {
            scripts.Release();
            throw;
        }
    }

    /// <summary>Asks something on a free shell and waits for the answer.</summary>
    public async Task<ShellReply> AskAsync(string request, TimeSpan limit, CancellationToken cancellationToken)
    {
        ShellLoan loan = new(await LendAsync(cancellationToken), this, isScripts: false);
        // Whoever asked may stop waiting, but the shell is free only when it has answered.
        return await AskAsync(loan, request, limit).WaitAsync(cancellationToken);
    }

    private async Task<ShellReply> AskAsync(ShellLoan loan, string request, TimeSpan limit)
    {
        using ShellLoan whileAsked = loan;
        try
        {
            return await loan.Shell.AskAsync(request, limit, time, CancellationToken.None);
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
            scripts.Release();
        all.Release();
    }

    /// <summary>Drops the connection with all its shells: what runs on the server goes on.</summary>
    public void Drop()
    {
        List<KeptShell> gone;
        lock (gate)
        {
            gone = [.. open];
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

    private async Task<KeptShell> LendAsync(CancellationToken cancellationToken)
    {
        await all.WaitAsync(cancellationToken);
        try
        {
            return TakeFree() ?? await OpenAsync(cancellationToken);
        }
        catch (Exception)
        {
            all.Release();
            throw;
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

    private async Task<KeptShell> OpenAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        using CancellationTokenSource limit = new(terms.Connect, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        (KeptShell shell, ShellReply answer) = await OpenAsync(both.Token, limit.Token);
        if (answer.Find("hello") is null)
        {
            shell.Dispose();
            string why = answer.Find("refused") is { } words ? string.Join(' ', words.Skip(1)) : answer.Noise;
            throw Failed(FailureKind.Fatal, $"{host.Name} cannot run scripts: {why}.");
        }
        lock (gate)
        {
            open.Add(shell);
            openingTook = time.GetElapsedTime(began);
        }
        return shell;
    }

    private async Task<(KeptShell Shell, ShellReply Answer)> OpenAsync(CancellationToken both, CancellationToken limit)
    {
        try
        {
            return await KeptShell.OpenAsync(host, ShellSource.Hello(terms.Folder, watcher, time.GetUtcNow()), both);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            host.Drop();
            throw new ShellLostException($"{host.Name} did not answer within {terms.Connect.TotalSeconds:0.#} s of connecting.", late);
        }
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
