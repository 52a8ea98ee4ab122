using System.Management.Automation;

namespace BatchWorkflow.Shell.Running;

/// <summary>What went by on its way to the screen, for the exit code.</summary>
internal sealed class OutputWatch
{
    private readonly HashSet<string> _runs = [];
    private bool _lastFailed;

    /// <summary>The last error, or null.</summary>
    public ErrorRecord? LastError { get; private set; }

    /// <summary>True when the output was one run, and that has failed at last.</summary>
    public bool RunFailed => _runs.Count == 1 && _lastFailed;

    /// <summary>Takes note of one object.</summary>
    public void Take(PSObject value)
    {
        if (value.BaseObject is ErrorRecord error)
            LastError = error;
        if (value.BaseObject.GetType().FullName != "BatchWorkflow.BatchRun")
            return;
        _runs.Add(value.Properties["Id"].Value.ToString() ?? "");
        _lastFailed = value.Properties["Failed"].Value is true;
    }
}
