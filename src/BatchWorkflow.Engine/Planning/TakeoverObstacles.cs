namespace BatchWorkflow.Engine.Planning;

/// <summary>Changes that cannot be taken into a run that has begun.</summary>
internal static class TakeoverObstacles
{
    /// <summary>What concerns the definitions as a whole; null when nothing is in the way.</summary>
    public static string? Find(PlanSource before, PlanSource today)
    {
        if (before.Workflow.Name != today.Workflow.Name)
            return $"the workflow is now called {today.Workflow.Name} in place of {before.Workflow.Name}";
        if (before.Infrastructure.Name != today.Infrastructure.Name)
            return $"the infrastructure is now called {today.Infrastructure.Name} in place of {before.Infrastructure.Name}, so all its servers are others";
        return before.Workflow.Monitoring.StateStore == today.Workflow.Monitoring.StateStore ? null : "monitoring.state_store is another, and a run stays in its store";
    }

    /// <summary>What concerns single steps; null when nothing is in the way.</summary>
    public static string? Find(TakeoverInput input)
    {
        Dictionary<string, StepHistory> history = input.History.ToDictionary(h => h.Step, StringComparer.Ordinal);
        Dictionary<string, PlanStep> before = input.Forward.Steps.ToDictionary(s => s.Id, StringComparer.Ordinal);
        StepRecipe was = new(input.Forward.Source, input.Forward.Options), becomes = new(input.Today.Source, input.Today.Options);
        foreach (PlanStep step in input.Today.Steps)
        {
            if (!before.TryGetValue(step.Id, out PlanStep? former) || history[step.Id] is not { } done)
                continue;
            OperationType? type = was.OperationOf(former)?.Type, now = becomes.OperationOf(step)?.Type;
            if (done.MayHaveChanged && type is not null && now is not null && type != now && (type == OperationType.Delete || now is OperationType.Delete or OperationType.Check))
                return $"operation {step.Operation} was a {Word(type)} and is a {Word(now)} now, and {step.Id} has been done";
            if (done.MayHaveChanged && former.Provider != step.Provider)
                return $"{step.Id} was made by provider {former.Provider} and would now be made by {step.Provider}";
            if (done.IsUnknown && StepRecipe.Differences(was, becomes, step).Count > 0)
                return $"what {step.Id} started on {step.Server} may still run, and the server could not be asked";
        }
        return MovedServer(input, history) ?? RenamedStep(input, history, before);
    }

    /// <summary>A server that is another machine today, though the run has changed something on the one before: its undo would go to the wrong one.</summary>
    private static string? MovedServer(TakeoverInput input, Dictionary<string, StepHistory> history)
    {
        Dictionary<string, ServerDefinition> today = input.Today.Source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (ServerDefinition was in input.Forward.Source.Infrastructure.Servers)
            if (today.TryGetValue(was.Name, out ServerDefinition? now) && MachineOf(was) != MachineOf(now)
                && input.Forward.Steps.FirstOrDefault(s => s.Server == was.Name && !s.IsAdopted && history[s.Id].MayHaveChanged) is { } done)
                return $"server {was.Name} is another machine now ({MachineOf(now)} in place of {MachineOf(was)}), and {done.Id} has been done on the one before";
        return null;
    }

    /// <summary>A step that has been done and has another name today: done by both names, it would not be known in which order to undo it.</summary>
    private static string? RenamedStep(TakeoverInput input, Dictionary<string, StepHistory> history, Dictionary<string, PlanStep> before)
    {
        HashSet<string> today = input.Today.Steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        ILookup<(StepKind, string?, string?), PlanStep> added = input.Today.Steps.Where(s => s.Server is not null && !before.ContainsKey(s.Id)).ToLookup(s => (s.Kind, s.Server, s.Taskserv));
        foreach (PlanStep gone in input.Forward.Steps)
            if (!today.Contains(gone.Id) && history[gone.Id].MayHaveChanged && added[(gone.Kind, gone.Server, gone.Taskserv)].FirstOrDefault() is { } other)
                return $"{gone.Id} has been done and is called {other.Id} now; let its operation keep the name {gone.Operation}";
        return null;
    }

    /// <summary>What tells a server's machine from others: what it is reached by, and where.</summary>
    private static string MachineOf(ServerDefinition server)
    {
        object? host = server.Connection.Settings.GetValueOrDefault("host"), port = server.Connection.Settings.GetValueOrDefault("port");
        return host is null ? server.Connection.Kind : port is null ? $"{server.Connection.Kind} {host}" : $"{server.Connection.Kind} {host}:{port}";
    }

    private static string Word(OperationType? type) => $"{type}".ToLowerInvariant();
}
