using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>A PowerShell session in this process with the module imported and a state of its own.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Runspace _runspace;

    public ModuleSession()
    {
        Host = new QuietHost();
        State = Renew();
        _runspace = RunspaceFactory.CreateRunspace(Host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Run("Import-Module $args[0]", Repository.Manifest).DemandSuccess();
    }

    /// <summary>What the session's host was told.</summary>
    internal QuietHost Host { get; }

    /// <summary>A folder for a test's files, current in the session.</summary>
    public string Folder => _folder.Path;

    /// <summary>The state folder that the session's cmdlets use.</summary>
    public string State { get; private set; }

    /// <summary>Begins with an empty state.</summary>
    public string Renew() => State = Path.Combine(_folder.Path, "state-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Runs a script in the session's folder with arguments.</summary>
    public Outcome Run(string script, params object?[] arguments)
    {
        using Engine engine = Engine.Create(_runspace);
        GoHome(engine);
        engine.AddScript(script);
        foreach (object? argument in arguments)
            engine.AddArgument(argument);
        PSDataCollection<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            engine.Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }
        return new Outcome([.. output], [.. engine.Streams.Error], [.. engine.Streams.Warning.Select(w => w.Message)], [.. engine.Streams.Information], terminating)
        {
            Progress = [.. engine.Streams.Progress],
        };
    }

    /// <summary>What Tab offers at the end of a line.</summary>
    public IReadOnlyList<string> Complete(string line)
    {
        using Engine engine = Engine.Create(_runspace);
        GoHome(engine);
        return [.. CommandCompletion.CompleteInput(line, line.Length, options: null, engine).CompletionMatches.Select(m => m.CompletionText)];
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    /// <summary>The folder is the session's, the variable the process's: each may have been changed since.</summary>
    private void GoHome(Engine engine)
    {
        Environment.SetEnvironmentVariable("BATCHWORKFLOW_STATE", State);
        engine.AddScript("param($folder) [void] $ExecutionContext.SessionState.Path.SetLocation($folder)").AddArgument(_folder.Path).Invoke();
        engine.Commands.Clear();
    }
}
