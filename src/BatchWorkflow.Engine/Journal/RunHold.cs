namespace BatchWorkflow.Engine.Journal;

/// <summary>How a run stands with whoever worked on it last.</summary>
internal enum RunHold
{
    /// <summary>It is held by somebody who lives, as far as that can be seen from here.</summary>
    Held,

    /// <summary>Its last holder let go of it.</summary>
    LetGo,

    /// <summary>Its last holder's process died without letting go of it.</summary>
    Gone,

    /// <summary>Its last holder cannot be seen from here and has not renewed its lease in time.</summary>
    Silent,
}
