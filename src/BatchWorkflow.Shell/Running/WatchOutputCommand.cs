using System.Management.Automation;

namespace BatchWorkflow.Shell.Running;

/// <summary>Stands between a command and the screen and lets everything pass.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "ShellOutput")]
internal sealed class WatchOutputCommand : PSCmdlet
{
    /// <summary>The command's name.</summary>
    internal const string Name = "Trace-ShellOutput";

    /// <summary>Who takes note: an <see cref="OutputWatch"/>.</summary>
    [Parameter(Mandatory = true)]
    public object? Watch { get; set; }

    /// <summary>What passes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        ((OutputWatch)Watch!).Take(InputObject);
        WriteObject(InputObject);
    }
}
