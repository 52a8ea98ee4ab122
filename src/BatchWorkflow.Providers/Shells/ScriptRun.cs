namespace BatchWorkflow.Providers.Shells;

/// <summary>A script that this connection started and that holds a shell until it ends.</summary>
internal sealed class ScriptRun
{
    private ScriptRun(ShellLoan loan, ShellReply reply, Action<ScriptRun> ended)
    {
        Reply = reply;
        Over = OverAsync(loan, ended);
    }

    /// <summary>The shell's answer: whole when the script has ended.</summary>
    public ShellReply Reply { get; }

    /// <summary>Ends with the script; fails with <see cref="ShellLostException"/> when the connection is lost.</summary>
    public Task Over { get; }

    /// <summary>True when it ran under this very start.</summary>
    public bool IsOurs => Reply.Find("over") is not null;

    /// <summary>Its exit code, or null.</summary>
    public int? Code => Reply.Find("over") is [_, string code] && int.TryParse(code, out int number) ? number : null;

    /// <summary>Starts it on a shell.</summary>
    public static ScriptRun Begin(ShellLoan loan, string request, Action<ScriptRun> ended) => new(loan, loan.Shell.Ask(request), ended);

    private async Task OverAsync(ShellLoan loan, Action<ScriptRun> ended)
    {
        await Task.Yield();
        try
        {
            await Reply.Done;
        }
        finally
        {
            loan.Dispose();
            ended(this);
        }
    }
}
