namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>What happened in a world, in its order.</summary>
internal sealed class Trace
{
    private int _clock;

    public List<TraceEntry> Entries { get; } = [];

    public TraceEntry Begin(TraceEntry entry)
    {
        entry.Began = ++_clock;
        Entries.Add(entry);
        return entry;
    }

    public void End(TraceEntry entry)
    {
        if (entry.Ended == 0)
            entry.Ended = ++_clock;
    }

    /// <summary>How many of these overlapped at one instant, at most; entries of one owner count once.</summary>
    public static int MostAtOnce(IEnumerable<TraceEntry> entries, Func<TraceEntry, string> owner)
    {
        Dictionary<string, int> open = new(StringComparer.Ordinal);
        int most = 0;
        foreach ((_, TraceEntry entry, int change) in entries
            .SelectMany(e => new[] { (At: e.Began, Entry: e, Change: 1), (At: e.Ended == 0 ? int.MaxValue : e.Ended, Entry: e, Change: -1) })
            .OrderBy(e => e.At))
        {
            string name = owner(entry);
            int now = open.GetValueOrDefault(name) + change;
            if (now == 0)
                open.Remove(name);
            else
                open[name] = now;
            most = Math.Max(most, open.Count);
        }
        return most;
    }
}

/// <summary>A call to a provider or a script.</summary>
internal sealed class TraceEntry
{
    /// <summary>The action: find, create, update, delete, check, health.</summary>
    public required string Action { get; init; }

    /// <summary>web-1 or app@web-1.</summary>
    public required string On { get; init; }
    public required DateTimeOffset Time { get; init; }
    public string? Provider { get; init; }
    public string? Server { get; init; }
    public string? Taskserv { get; init; }

    /// <summary>The step that started a script.</summary>
    public string? Step { get; init; }

    /// <summary>The run that started a script.</summary>
    public string? Run { get; init; }

    /// <summary>The attempt that started a script.</summary>
    public string? Attempt { get; init; }

    /// <summary>The process that started a script, or called a provider.</summary>
    public string? Starter { get; init; }
    public int Began { get; set; }
    public int Ended { get; set; }
    public int? Exit { get; set; }

    /// <summary>True when its connection was lost, so that the engine could not know of it.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>True when the world was changed by it.</summary>
    public bool Changed { get; set; }

    /// <summary>True for a script that changes something.</summary>
    public bool Acts => IsScript && Action is "create" or "update" or "delete";

    /// <summary>The engine that asked for it, by the place of its state.</summary>
    public string Engine => Starter ?? "";

    /// <summary>True for a check that a plan asked, which holds no server.</summary>
    public bool IsOfPlanning => Step?.StartsWith("refresh/", StringComparison.Ordinal) == true;
    public bool IsScript => Taskserv is not null;
    public string Call => $"{Action} {On}";
}
