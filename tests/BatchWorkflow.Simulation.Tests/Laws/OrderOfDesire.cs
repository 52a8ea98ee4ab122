namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>Whether a plan wants one and the same world from its first step to its last.</summary>
internal static class OrderOfDesire
{
    /// <summary>
    /// True when one step makes, or needs, what another deletes, so that running it again does both again or is refused; or deletes something on a
    /// machine that is taken over after that only.
    /// </summary>
    public static bool IsContradictory(Plan plan)
    {
        HashSet<string> gone = [.. plan.Steps.Where(IsDelete).Select(Thing)];
        return plan.Steps.Any(s => s.Kind is StepKind.Server or StepKind.Taskserv && !IsDelete(s) && (gone.Contains(Thing(s)) || gone.Contains(s.Server!)))
            || plan.Steps.Where(s => s.Kind == StepKind.Server && !IsDelete(s)).GroupBy(s => s.Server).Any(s => s.Select(ImageOf).Distinct().Count() > 1)
            || plan.Steps.Any(s => s.Action == StepAction.Replace && plan.Steps.TakeWhile(e => e != s).Any(e => e.Server == s.Server && e.Taskserv is not null))
            || plan.Steps.Any(s => s.Taskserv is { } name && !IsDelete(s) && plan.Source.Taskservs[name].Requires.Any(r => gone.Contains($"{r}@{s.Server}")))
            || plan.Steps.Any(s => s is { IsAdopted: true, Action: StepAction.Create } && plan.Steps.TakeWhile(o => o != s).Any(o => o.Server == s.Server && IsDelete(o)));

        string ImageOf(PlanStep step) => plan.Source.Workflow.Operations.First(o => o.Id == step.Operation).Settings.GetValueOrDefault("image") as string ?? "debian";

        bool IsDelete(PlanStep step) => plan.Source.Workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.Type == OperationType.Delete;
    }

    private static string Thing(PlanStep step) => step.Taskserv is { } taskserv ? $"{taskserv}@{step.Server}" : step.Server ?? step.Id;
}
