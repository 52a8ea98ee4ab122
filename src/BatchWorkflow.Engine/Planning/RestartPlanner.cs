using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Chooses the steps of a run that begin anew, in plan order. What hard depends on them comes along, and so does what they need.
/// </summary>
internal static class RestartPlanner
{
    private const string Anywhere = "*";

    /// <summary>On resuming: what failed, was omitted or cancelled, or had not ended.</summary>
    public static IReadOnlyList<string> ForResume(Plan plan, IReadOnlyCollection<StepHistory> history) =>
        Close(plan, history, (_, step) => step.Status
            is StepStatus.Failed or StepStatus.Omitted or StepStatus.Cancelled or StepStatus.Pending or StepStatus.Waiting or StepStatus.Running);

    /// <summary>
    /// On restarting: what failed, was omitted or was reverted, or only what failed, of the operations and servers that are asked for.
    /// </summary>
    public static IReadOnlyList<string> ForRestart(Plan plan, IReadOnlyCollection<StepHistory> history, RestartOptions options)
    {
        HashSet<string> servers =
            [.. plan.Source.Infrastructure.Servers.Where(s => Selector.Matches(options.Servers, s)).Select(s => s.Name)];
        return Close(plan, history, (step, status) => IsMeant(status, options.FailedOnly)
            && Selector.Matches(options.Operations, step.Operation)
            && (options.Servers.Count == 0 || (step.Server is { } server && servers.Contains(server))));
    }

    private static bool IsMeant(StepHistory status, bool failedOnly) => failedOnly
        ? status.Status is StepStatus.Failed or StepStatus.RevertFailed || (status.Failed && !status.Holds)
        : !status.Holds;

    private static List<string> Close(Plan plan, IReadOnlyCollection<StepHistory> history, Func<PlanStep, StepHistory, bool> isMeant)
    {
        Dictionary<string, StepHistory> known = history.ToDictionary(h => h.Step, StringComparer.Ordinal);
        HashSet<string> chosen = new(StringComparer.Ordinal);
        HashSet<(string, string?)> operations = [];
        StepServers servers = new(plan.Source);
        foreach (PlanStep step in plan.Steps)
        {
            StepHistory status = Of(known, step);
            if (isMeant(step, status) || (!status.Holds && WaitsFor(step, chosen, operations)))
                Choose(step);
        }
        AddNeeded(plan, known, chosen, servers);
        return [.. plan.Steps.Where(s => chosen.Contains(s.Id)).Select(s => s.Id)];

        void Choose(PlanStep step)
        {
            chosen.Add(step.Id);
            operations.UnionWith(Places(step, servers));
            operations.Add((step.Operation, Anywhere));
        }
    }

    private static bool WaitsFor(PlanStep step, HashSet<string> chosen, HashSet<(string, string?)> operations)
    {
        foreach (StepDependency dependency in step.DependsOn)
            if (dependency.Type == StepEdge.Hard && (dependency.IsOperation ? operations.Overlaps(Needs(step, dependency)) : chosen.Contains(dependency.On)))
                return true;
        return false;
    }

    /// <summary>An operation on each of the servers that a step is about; on none of them for a step that has no server.</summary>
    private static IEnumerable<(string, string?)> Places(PlanStep step, StepServers servers) =>
        step.Server is null ? [(step.Operation, null)] : servers.Of(step).Select(server => (step.Operation, (string?)server));

    /// <summary>What a step depends on in an operation: all of it, or what concerns the step's own server.</summary>
    private static (string, string?)[] Needs(PlanStep step, StepDependency dependency) =>
        dependency.PerServer && step.Server is { } server ? [(dependency.On, server), (dependency.On, null)] : [(dependency.On, Anywhere)];

    /// <summary>From the last step to the first: what a chosen step depends on and does not hold is chosen too.</summary>
    private static void AddNeeded(Plan plan, Dictionary<string, StepHistory> known, HashSet<string> chosen, StepServers servers)
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        HashSet<(string, string?)> neededOperations = [];
        for (int i = plan.Steps.Count - 1; i >= 0; i--)
        {
            PlanStep step = plan.Steps[i];
            bool isNeeded = needed.Contains(step.Id) || neededOperations.Contains((step.Operation, Anywhere)) || neededOperations.Overlaps(Places(step, servers));
            if (isNeeded && !Of(known, step).Holds)
                chosen.Add(step.Id);
            if (!chosen.Contains(step.Id))
                continue;
            foreach (StepDependency dependency in step.DependsOn)
                if (dependency is { Type: StepEdge.Hard, IsOperation: true })
                    neededOperations.UnionWith(Needs(step, dependency));
                else if (dependency.Type == StepEdge.Hard)
                    needed.Add(dependency.On);
        }
    }

    private static StepHistory Of(Dictionary<string, StepHistory> known, PlanStep step) =>
        known.GetValueOrDefault(step.Id) ?? new StepHistory(step.Id, StepStatus.Pending, Changed: false, Began: false, null, 0);
}
