using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>What holds for a plan, and its run, after a run that succeeded.</summary>
internal static class AgainLaws
{
    /// <summary>Nothing is left to do.</summary>
    public static void HoldPlan(Case made, Plan plan)
    {
        foreach (PlanStep step in plan.Steps)
            LawBrokenException.Unless(step.Action is StepAction.Nothing or StepAction.Check or StepAction.Wait || RunsAlways(made, step),
                $"after a run that succeeded, {step.Id} is planned as {step.Action} ({step.Reason})");
    }

    public static void Hold(Case made, Stage stage)
    {
        LawBrokenException.Unless(stage.Run.Status == RunStatus.Succeeded, $"the same workflow succeeds again, and not {stage.Run.Status}: {stage.Run.Reason}");
        LawBrokenException.Unless(stage.Found.SequenceEqual(stage.Left), "the same workflow changes nothing when it runs again");
        foreach (PlanStep step in stage.Plan.Steps.Where(s => !RunsAlways(made, s)))
        {
            LawBrokenException.Unless(!stage.StepOf(step).Changed, $"{step.Id} changes something when it runs again");
            foreach (TraceEntry entry in stage.ScriptsOf(step.Id))
                LawBrokenException.Unless(entry.Action == "check", $"{step.Id} starts {entry.Call} when it runs again");
        }
    }

    private static bool RunsAlways(Case made, PlanStep step) => step.Taskserv is { } name && made.Taskserv(name).Check == CheckForm.None;
}
