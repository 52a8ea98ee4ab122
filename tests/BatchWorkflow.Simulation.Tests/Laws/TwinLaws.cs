using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>What holds for two runs on the same servers.</summary>
internal static class TwinLaws
{
    /// <summary>
    /// No two runs do anything with a server at the same instant, and from the first to the last that a run does there no other does anything. A run
    /// that is rolled back comes back to servers that it had let go of.
    /// </summary>
    public static void Hold(Trace trace, bool isStraight)
    {
        IEnumerable<TraceEntry> acts = trace.Entries.Where(e => e.On.Split('@')[^1] == e.Server && !e.Server!.Contains('/', StringComparison.Ordinal)
            && (e.IsScript ? !e.IsOfPlanning && !e.IsOrphan : e.Action is "create" or "update" or "delete"));
        foreach (IGrouping<string?, TraceEntry> server in acts.GroupBy(e => e.Server))
        {
            int most = Trace.MostAtOnce(server, e => e.Engine);
            LawBrokenException.Unless(most == 1, $"one run at a time has {server.Key}, and {most} do something there at once");
            List<TraceEntry> first = [.. server.GroupBy(e => e.Engine).Select(r => r.MinBy(e => e.Began)!).OrderBy(e => e.Began)];
            if (isStraight && first.Count > 1)
                LawBrokenException.Unless(server.All(e => e.Engine != first[0].Engine || (e.Ended > 0 && e.Ended < first[1].Began)),
                    $"one run at a time has {server.Key}, and the second begins there before the first has ended");
        }
    }
}
