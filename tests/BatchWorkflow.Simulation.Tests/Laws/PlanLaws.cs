using BatchWorkflow.Engine;
using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>What holds for a plan before anything runs.</summary>
internal static class PlanLaws
{
    public static void Hold(Case made, PlanResult planned)
    {
        bool isRefusedForSize = planned.Problems.Any(p => p.Code == "Plan.TooSmall");
        if (planned.Plan is not { } plan)
        {
            LawBrokenException.Unless(!isRefusedForSize || made.Taskservs.Any(t => made.Servers.Any(s => s.Cpu < t.LeastCpu)), "only what is too small is refused for its size");
            return;
        }
        foreach (PlanStep step in plan.Steps.Where(s => s.Taskserv is not null && made.Operation(s.Operation)!.Type is OperationType.Create or OperationType.Update))
            LawBrokenException.Unless(made.Servers.First(s => s.Name == step.Server).Cpu >= made.Taskserv(step.Taskserv!).LeastCpu, $"{step.Id} is planned on a server that is too small");
        foreach (OperationCase operation in made.Operations.Where(o => made.Part.Count == 0 || made.Part.Contains(o.Id)))
            LawBrokenException.Unless(plan.Steps.Any(s => s.Operation == operation.Id), $"{operation.Id} has no step");
        if (!made.WithDependencies && made.Part.Count > 0)
            LawBrokenException.Unless(plan.Steps.All(s => s.Kind == StepKind.SharedResource || made.Part.Contains(s.Operation)), "a part has only what is asked for");
    }
}
