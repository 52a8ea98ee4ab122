using System.Management.Automation;
using System.Management.Automation.Runspaces;
using BatchWorkflow.Shell.Hosting;
using Microsoft.PowerShell;
using Engine = System.Management.Automation.PowerShell;

namespace BatchWorkflow.Shell.Running;

/// <summary>A runspace with the module in it, in which one command runs at a time.</summary>
internal sealed class ShellSession(ShellHost host, string manifest) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(host, CreateState());
    private Action? _stop;

    /// <summary>What "exit n" asked for, or null.</summary>
    public int? ExitRequested => host.ExitRequested;

    /// <summary>The runspace, for completion.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Opens the runspace and imports the module; false when that failed and was told.</summary>
    public bool Open()
    {
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        using Engine import = Engine.Create(_runspace);
        import.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop);
        try
        {
            import.Invoke();
            return true;
        }
        catch (RuntimeException e)
        {
            Show(e.ErrorRecord);
            return false;
        }
    }

    /// <summary>Runs a text, shows what it gives, and answers with the exit code that it deserves.</summary>
    public int Run(string text, bool wordsAreArguments)
    {
        OutputWatch watch = new();
        ErrorRecord? fault = Invoke(text, watch);
        host.Terminal.EndProgress();
        if (host.ExitRequested is { } code)
            return code;
        bool ok = fault is null && Succeeded();
        if (!ok && wordsAreArguments && (fault ?? watch.LastError)?.Exception is ParameterBindingException or CommandNotFoundException)
            return ExitCodes.BadArguments;
        return ok && !watch.RunFailed ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>Asks the running command to stop (Ctrl+C).</summary>
    public void Stop()
    {
        lock (_gate)
            _stop?.Invoke();
        // A stopped command can't take its progress back any more.
        host.Terminal.EndProgress();
    }

    public void Dispose()
    {
        lock (_gate)
            _stop = null;
        _runspace.Dispose();
    }

    private ErrorRecord? Invoke(string text, OutputWatch watch)
    {
        using Engine command = Engine.Create(_runspace);
        command.AddScript(text).AddCommand(new CmdletInfo(WatchOutputCommand.Name, typeof(WatchOutputCommand))).AddParameter("Watch", watch).AddCommand("Out-Default");
        command.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        lock (_gate)
            _stop = () => command.BeginStop(null, null);
        try
        {
            command.Invoke(input: null, new PSInvocationSettings { AddToHistory = true });
            return null;
        }
        catch (RuntimeException e)
        {
            if (e is not PipelineStoppedException)
                Show(e.ErrorRecord);
            return e.ErrorRecord;
        }
        finally
        {
            lock (_gate)
                _stop = null;
        }
    }

    private bool Succeeded()
    {
        using Engine question = Engine.Create(_runspace);
        return question.AddScript("$global:?").Invoke<bool>() is [true];
    }

    private void Show(ErrorRecord error)
    {
        PSObject shown = new(error);
        // The mark by which Out-Default knows an error from an object that is one.
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", value: true));
        using Engine output = Engine.Create(_runspace);
        output.AddCommand("Out-Default").AddParameter("InputObject", shown).Invoke();
    }

    private static InitialSessionState CreateState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateFunctionEntry("Set-Location", "param([string] $Path = '~') [void] $ExecutionContext.SessionState.Path.SetLocation($Path)"));
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        return state;
    }
}
