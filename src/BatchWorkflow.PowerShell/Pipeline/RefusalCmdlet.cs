using System.Management.Automation;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet whose refusals become error records, and the next input object has its turn.</summary>
public abstract class RefusalCmdlet : AsyncCmdlet
{
    /// <summary>The current folder of the session.</summary>
    private protected string Folder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>True when a refusal ends the pipeline: one thing was asked for, and that cannot be done.</summary>
    private protected virtual bool RefusalEndsPipeline => false;

    /// <summary>True when nothing may be changed and only told.</summary>
    private protected bool IsWhatIf => IsOn("WhatIf", "WhatIfPreference");

    /// <summary>What is done for each input object.</summary>
    private protected abstract Task ProcessItemAsync();

    /// <inheritdoc />
    protected sealed override Task ProcessAsync() => TryAsync(ProcessItemAsync, target: null);

    /// <summary>Does something; a refusal becomes the error record of that target.</summary>
    private protected async Task TryAsync(Func<Task> work, object? target)
    {
        try
        {
            await work();
        }
        catch (BatchWorkflowException refusal)
        {
            ErrorRecord record = ErrorRecords.From(refusal, target);
            await CallAsync(() =>
            {
                if (RefusalEndsPipeline)
                    ThrowTerminatingError(record);
                WriteError(record);
            });
        }
    }

    /// <summary>An error for a run of which nothing can be told.</summary>
    private protected void Tell(UnreadableRun run) => Post(() => WriteError(ErrorRecords.From(run.Why, run.Id)));

    /// <summary>Asks for leave to change something; -Force asks nobody unless -Confirm was given too.</summary>
    private protected Task<bool> MayAsync(string target, string action, bool force = false) =>
        CallAsync(() => (force && !IsWhatIf && !IsOn("Confirm", preference: null)) || ShouldProcess(target, action));

    /// <summary>As the other, but makes the checks of the call first when nothing may be changed: what is told would then happen.</summary>
    private protected async Task<bool> MayAsync(string target, string action, Func<Task> checks, bool force = false)
    {
        if (await CallAsync(() => IsWhatIf))
            await checks();
        return await MayAsync(target, action, force);
    }

    /// <summary>A path of the session as a path of the file system.</summary>
    /// <exception cref="BatchWorkflowException">Path.Invalid: there can be no such path.</exception>
    private protected string FullPath(string path) => SessionPath.Of(this, path);

    /// <summary>Writes a line for people, which they see unless they send it elsewhere.</summary>
    internal void Inform(string line) => Post(() => WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST", "BatchWorkflow"]));

    private bool IsOn(string parameter, string? preference)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? given))
            return LanguagePrimitives.IsTrue(given);
        return preference is not null && LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue(preference));
    }
}
