using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Makes an input that breaks a law as small as it goes.</summary>
internal static class Reduction
{
    /// <summary>Why an input breaks a law, or null.</summary>
    public static Exception? WhyBroken(Case made, out string end)
    {
        end = "broken";
        try
        {
            end = Trial.Run(made);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>The smallest input that is found to break the same law in the same way, as text.</summary>
    public static string Smallest(Case made)
    {
        Exception why = WhyBroken(made, out _)!;
        string kind = LawBrokenException.KindOf(why);
        while (Smaller(made).Select(s => (Case: s, Why: WhyBroken(s, out _))).FirstOrDefault(s => s.Why is { } e && LawBrokenException.KindOf(e) == kind) is { Why: { } next, Case: { } smaller })
            (made, why) = (smaller, next);
        return $"{(why is LawBrokenException ? why.Message : why.ToString())}\n{CaseFiles.Show(made)}";
    }

    private static IEnumerable<Case> Smaller(Case made)
    {
        foreach (OperationCase gone in made.Operations.Where(_ => made.Operations.Count > 1))
            yield return made with { Operations = [.. Without(made.Operations, gone).Select(o => o with { DependsOn = [.. o.DependsOn.Where(d => d != gone.Id)] })], Part = [.. made.Part.Where(p => p != gone.Id)], Requests = [.. made.Requests.Where(r => r.Operation != gone.Id)], Dependencies = [.. made.Dependencies.Where(d => !$"{d.Source} {d.Target} ".Contains($".{gone.Id} ", StringComparison.Ordinal))] };
        foreach (ServerCase gone in made.Servers.Where(_ => made.Servers.Count > 1))
            yield return WithoutServer(made, gone.Name);
        foreach (OperationCase operation in made.Operations)
            foreach (OperationCase smaller in Smaller(operation))
                yield return made with { Operations = [.. made.Operations.Select(o => o == operation ? smaller : o)] };
        foreach (World.Fault gone in made.Faults)
            yield return made with { Faults = Without(made.Faults, gone) };
        foreach (RequestCase gone in made.Requests)
            yield return made with { Requests = Without(made.Requests, gone) };
        if (made.Part.Count > 0)
            yield return made with { Part = [] };
        foreach (DependencyCase gone in made.Dependencies)
            yield return made with { Dependencies = Without(made.Dependencies, gone) };
        foreach (PlacementCase gone in made.Placements)
            yield return made with { Placements = Without(made.Placements, gone) };
        foreach (TaskservCase taskserv in made.Taskservs)
            foreach (TaskservCase smaller in Smaller(taskserv))
                yield return made with { Taskservs = [.. made.Taskservs.Select(t => t == taskserv ? smaller : t)] };
        foreach (Case smaller in new[]
        {
            made with { Type = WorkflowType.Batch }, made with { Rollback = new() }, made with { Concurrency = null }, made with { BatchSize = null },
            made with { RateLimit = null }, made with { Network = false }, made with { Flag = true }, made with { Refresh = false }, made with { AllowReplace = false },
            made with { Retry = new() { MaxAttempts = 1 } }, made with { OnFailure = null }, made with { Alpha = null }, made with { Second = null }, made with { WithDependencies = false },
        })
            if (smaller != made)
                yield return smaller;
    }

    private static Case WithoutServer(Case made, string name) => made with
    {
        Servers = [.. made.Servers.Where(s => s.Name != name)],
        Placements = [.. made.Placements.Where(p => p.Server != name)],
        Faults = [.. made.Faults.Where(f => !f.Call.EndsWith(name, StringComparison.Ordinal))],
        Dependencies = [.. made.Dependencies.Where(d => !$"{d.Source} {d.Target}".Contains(name, StringComparison.Ordinal))],
        Operations = [.. made.Operations.Select(o => o with { Items = [.. o.Items.Where(i => i != name)], Servers = [.. o.Servers.Where(s => s != name)] }).Where(o => o.Items.Count > 0 || o.Gate is not null)],
    };

    private static IEnumerable<OperationCase> Smaller(OperationCase operation)
    {
        foreach (string gone in operation.Items.Where(_ => operation.Items.Count > 1))
            yield return operation with { Items = Without(operation.Items, gone) };
        foreach (string gone in operation.DependsOn)
            yield return operation with { DependsOn = Without(operation.DependsOn, gone) };
        foreach (OperationCase smaller in new[]
        {
            operation with { Parallel = true }, operation with { BatchSize = null }, operation with { When = null }, operation with { Retry = null },
            operation with { Irreversible = false }, operation with { Repeatable = true }, operation with { Image = null },
        })
            if (smaller != operation)
                yield return smaller;
        if (operation.Servers.Count > 0)
            yield return operation with { Servers = [] };
        if (operation.Providers.Count > 0)
            yield return operation with { Providers = [] };
    }

    private static IEnumerable<TaskservCase> Smaller(TaskservCase taskserv)
    {
        foreach (TaskservCase smaller in new[] { taskserv with { HasUpdate = false }, taskserv with { HasHealth = false }, taskserv with { HasLock = false }, taskserv with { HasVariable = false }, taskserv with { HasDelete = true }, taskserv with { LeastCpu = 0 } })
            if (smaller != taskserv)
                yield return smaller;
        if (taskserv.Requires.Count > 0)
            yield return taskserv with { Requires = [] };
        if (taskserv.Conflicts.Count > 0)
            yield return taskserv with { Conflicts = [] };
    }

    private static List<T> Without<T>(IEnumerable<T> all, T gone) => [.. all.Where(a => !EqualityComparer<T>.Default.Equals(a, gone))];
}
