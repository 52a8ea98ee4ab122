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
            if (done.MayHaveChanged && type is not null && now is not null && type != now && (type == OperationType.Delete || now == OperationType.Delete))
                return $"operation {step.Operation} was a {Word(type)} and is a {Word(now)} now, and {step.Id} has been done";
            if (done.MayHaveChanged && former.Provider != step.Provider)
                return $"{step.Id} was made by provider {former.Provider} and would now be made by {step.Provider}";
            if (done.IsUnknown && StepRecipe.Differences(was, becomes, step).Count > 0)
                return $"what {step.Id} started on {step.Server} may still run, and the server could not be asked";
        }
        return null;
    }

    private static string Word(OperationType? type) => $"{type}".ToLowerInvariant();
}
