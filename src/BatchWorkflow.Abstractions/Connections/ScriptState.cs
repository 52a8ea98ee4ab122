namespace BatchWorkflow;

/// <summary>What became of a script.</summary>
public enum ScriptState
{
    /// <summary>It never began, and never will under its token.</summary>
    NotStarted,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended and its exit status is there.</summary>
    Exited,

    /// <summary>It began, runs no more, and left no exit status.</summary>
    Gone,
}
