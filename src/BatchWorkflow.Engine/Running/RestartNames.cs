using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>The operations and servers that a restart is asked for by name.</summary>
internal static class RestartNames
{
    /// <summary>Refuses a name or wildcard that matches nothing of the run: no step to restart would pass for nothing that failed.</summary>
    /// <exception cref="BatchWorkflowException">Operation.NotFound, Server.NotFound.</exception>
    public static void Demand(string run, Plan plan, RestartOptions asked)
    {
        List<string> operations = [.. plan.Steps.Select(s => s.Operation).Union(plan.Source.Workflow.Operations.Select(o => o.Id), StringComparer.Ordinal)];
        foreach (string name in asked.Operations)
            if (!operations.Exists(o => Selector.MatchesName(name, o)))
                throw NotFound(run, "operation", name, operations);
        IReadOnlyList<ServerDefinition> servers = plan.Source.Infrastructure.Servers;
        foreach (string name in asked.Servers)
            if (!servers.Any(s => Selector.Matches(name, s)))
                throw NotFound(run, "server", name, [.. servers.Select(s => s.Name)]);
    }

    private static BatchWorkflowException NotFound(string run, string what, string name, IReadOnlyCollection<string> known) =>
        new($"{char.ToUpperInvariant(what[0])}{what[1..]}.NotFound", $"Run {run} has no {what} {name}.") { RecommendedAction = Phrases.DidYouMean(name, known) };
}
