using System.Collections.Concurrent;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Knows which processes live; tests script it.</summary>
internal abstract class ProcessTable
{
    /// <summary>This machine's.</summary>
    public static ProcessTable System { get; } = new SystemProcessTable();

    /// <summary>Leases that this process has let go of without being able to write so.</summary>
    public ConcurrentDictionary<(ProcessIdentity Process, long Token, DateTimeOffset Since), bool> LeftBehind { get; } = new();

    /// <summary>This process.</summary>
    public abstract ProcessIdentity Own { get; }

    /// <summary>What is known of a process that may be of another machine or an earlier boot.</summary>
    public ProcessLife LifeOf(ProcessIdentity other)
    {
        if (other.Host != Own.Host || other.Machine != Own.Machine)
            return ProcessLife.Unknown;
        if (other.Boot != Own.Boot)
            return ProcessLife.Dead;
        return other.Space == Own.Space ? Look(other) : ProcessLife.Unknown;
    }

    /// <summary>Looks for a process of this boot, whose id this process can see.</summary>
    protected abstract ProcessLife Look(ProcessIdentity other);
}
