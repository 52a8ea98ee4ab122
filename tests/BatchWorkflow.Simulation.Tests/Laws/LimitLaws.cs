using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Limits hold at each instant.</summary>
internal static class LimitLaws
{
    public static void Hold(Case made, Stage stage)
    {
        HoldAtOnce(made, stage.Trace.Entries, stage.Run.Status is RunStatus.RolledBack or RunStatus.RollbackFailed);
        foreach (IGrouping<(string Engine, string Provider), TraceEntry> provider in stage.Trace.Entries.Where(e => !e.IsScript).GroupBy(e => (e.Engine, e.Provider!)))
            if (made.Second is null && !made.Requests.Any(r => r.Act != PersonAct.Skip) && made.RateLimitOf(provider.Key.Provider) is { } rate)
                Rate(provider, rate);
    }

    /// <summary>What may happen at once; of two runs at once each has limits of its own.</summary>
    /// <param name="made">The input.</param>
    /// <param name="entries">What happened.</param>
    /// <param name="isBack">True when some of it undid something.</param>
    public static void HoldAtOnce(Case made, IReadOnlyList<TraceEntry> entries, bool isBack)
    {
        List<TraceEntry> scripts = [.. entries.Where(e => e is { IsScript: true, IsOrphan: false, IsOfPlanning: false })];
        List<TraceEntry> changes = [.. entries.Where(e => e is { IsScript: false, Action: "create" or "update" or "delete" })];
        foreach (IGrouping<string, TraceEntry> run in scripts.Concat(changes).GroupBy(RunOf))
            Most(run, e => e.Step ?? e.On, made.Concurrency ?? 32, "concurrency");
        foreach (IGrouping<(string Run, string Provider), TraceEntry> provider in changes.GroupBy(c => (RunOf(c), c.Provider!)))
            if (made.BatchSizeOf(provider.Key.Provider) is { } size)
                Most(provider, e => e.On, size, $"batch_size of provider {provider.Key.Provider}");
        foreach (OperationCase operation in made.Operations)
            if (operation.Target != OperationTarget.Server && !isBack && BoundOf(made, operation) is { } bound)
                foreach (IGrouping<string, TraceEntry> run in scripts.Where(s => s.Step!.StartsWith($"{operation.Id}/", StringComparison.Ordinal)).GroupBy(RunOf))
                    Most(run, e => e.Step!, bound, $"batch_size of {operation.Id}");
        HashSet<string> locking = [.. made.Taskservs.Where(t => t.HasLock).Select(t => t.Name)];
        foreach (IGrouping<string?, TraceEntry> server in scripts.GroupBy(s => s.Server))
        {
            Most(server.Where(s => locking.Contains(s.Taskserv!)), e => e.Step!, 1, $"the lock apt of {server.Key}");
            foreach (IGrouping<string, TraceEntry> taskserv in server.GroupBy(s => s.On))
                Most(taskserv, e => e.Step!, 1, $"one step at a time on {taskserv.Key}");
            foreach (TraceEntry change in changes.Where(c => c.On == server.Key))
                LawBrokenException.Unless(!server.Any(s => s.Began < change.Ended && (s.Ended == 0 || s.Ended > change.Began)), $"{change.Call} happens while a script runs there");
        }

        string RunOf(TraceEntry entry) => made.Second is null ? "" : entry.Engine;
    }

    private static int? BoundOf(Case made, OperationCase operation) =>
        !operation.Parallel && made.Type != WorkflowType.Parallel ? 1 : operation.BatchSize;

    private static void Most(IEnumerable<TraceEntry> entries, Func<TraceEntry, string> owner, int limit, string name)
    {
        int most = Trace.MostAtOnce(entries, owner);
        LawBrokenException.Unless(most <= limit, $"{name} is {limit}, and {most} ran at once");
    }

    /// <summary>In no time does a provider get more calls than its rate allows, beyond the second's worth that may come at once.</summary>
    private static void Rate(IGrouping<(string Engine, string Provider), TraceEntry> provider, double rate)
    {
        List<DateTimeOffset> times = [.. provider.Select(e => e.Time)];
        double burst = Math.Max(1, Math.Floor(rate));
        for (int from = 0; from < times.Count; from++)
            for (int to = from; to < times.Count; to++)
                LawBrokenException.Unless(to - from + 1 <= burst + ((times[to] - times[from]).TotalSeconds * rate) + 0.001,
                    $"api_rate_limit is {rate}, and {to - from + 1} calls came to {provider.Key.Provider} in {(times[to] - times[from]).TotalSeconds} s");
    }
}
