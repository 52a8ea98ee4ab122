using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What an attempt has done so far, for the outcome when it ends early.</summary>
internal sealed class AttemptProgress
{
    /// <summary>True from the moment that something may have been changed.</summary>
    public bool Changed { get; set; }

    /// <summary>True from the moment that a script which changes things may have begun, or that its health check is asked.</summary>
    public bool Acted { get; set; }

    /// <summary>The script that was started, by this attempt or by one before it, and whose outcome has not been taken.</summary>
    public UnknownScript? Unknown { get; set; }
}
