using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>The world as an oracle sees it become, step by step.</summary>
internal sealed class PredictedWorld
{
    private readonly Case _case;

    public PredictedWorld(Case made, IReadOnlyDictionary<string, string> found)
    {
        _case = made;
        Things = found.ToDictionary(f => f.Key, f => f.Value.Contains('#', StringComparison.Ordinal) ? f.Value[(f.Value.IndexOf(' ', StringComparison.Ordinal) + 1)..] : f.Value);
        Recorded = [.. made.Placements.Where(p => p.Found is Generating.Found.AsWanted or Generating.Found.Different or Generating.Found.Drifted).Select(p => $"{p.Taskserv}@{p.Server}")];
    }

    /// <summary>What is there: web-1 with its properties, app@web-1 with its version and variables.</summary>
    public Dictionary<string, string> Things { get; }

    /// <summary>The taskservs that a run recorded where they are.</summary>
    public HashSet<string> Recorded { get; }

    /// <summary>The servers that this run has made.</summary>
    public HashSet<string> New { get; } = new(StringComparer.Ordinal);

    /// <summary>What nobody can tell the state of any more.</summary>
    public HashSet<string> Unclear { get; } = new(StringComparer.Ordinal);

    /// <summary>A server is made, changed or, with null, deleted with all that is on it; a machine of its own is only forgotten.</summary>
    public void Change(string server, string? value)
    {
        bool isAdopted = _case.Servers.First(s => s.Name == server).IsAdopted;
        foreach (string gone in Things.Keys.Where(k => value is null && !isAdopted && k.EndsWith($"@{server}", StringComparison.Ordinal)).Append(server).ToList())
            _ = Things.Remove(gone) && Recorded.Remove(gone);
        if (value is null)
            return;
        if (!Things.ContainsKey(server))
            New.Add(server);
        Things[server] = value;
    }
}
