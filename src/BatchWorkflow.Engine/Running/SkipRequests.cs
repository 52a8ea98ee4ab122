using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Requests to leave steps out. A step that has not begun or that waits is skipped, and of a run that is Failed also what failed or was
/// omitted, since resuming it would begin that anew.
/// </summary>
internal static class SkipRequests
{
    /// <summary>The verdict over one; of an operation it skips what of it can be skipped.</summary>
    public static ControlVerdict Judge(RunState state, ControlRequest request)
    {
        RunFacts facts = state.Facts;
        string target = request.Operation ?? "";
        List<PlanStep> named = [.. state.Plan.Steps.Where(s => s.Id == target || s.Operation == target)];
        if (named.Count == 0)
            return ControlVerdict.Refuses("Step.NotFound", $"Run {facts.RunId} has no operation or step {target}.", NearNames(state.Plan, target));
        if (facts.Undo is not null)
            return ControlVerdict.Refuses("Run.RolledBack", $"Run {facts.RunId} is {facts.Status}: there is nothing ahead of it to skip.");
        if (facts.Status == RunStatus.Succeeded)
            return ControlVerdict.Refuses("Run.NotRunning", $"Run {facts.RunId} is {facts.Status}: there is nothing to skip.");
        List<StepEnded> ends = [.. named.Where(s => CanSkip(state, s)).Select(s => new StepEnded(s.Id, StepStatus.Skipped, $"skipped by {request.Who}"))];
        return ends.Count > 0 ? ControlVerdict.EndsSteps(ends) : Refuse(state, named);
    }

    private static bool CanSkip(RunState state, PlanStep step) => !state[step.Id].InFlight
        && (!state[step.Id].HasEnded
            || (state.Facts.Status == RunStatus.Failed && state[step.Id].Status is StepStatus.Failed or StepStatus.Omitted or StepStatus.Cancelled));

    private static ControlVerdict Refuse(RunState state, List<PlanStep> named)
    {
        if (named.Find(s => state[s.Id].InFlight) is { } running)
            return ControlVerdict.Refuses("Step.Running", $"{running.Id} is under way: an attempt that has begun cannot be skipped.",
                "Wait for its end, or Stop-BatchWorkflow ends the run when it has ended.");
        PlanStep ended = named[0];
        return ControlVerdict.Refuses("Step.Ended",
            named.Count == 1 ? $"{ended.Id} has ended already: it is {state[ended.Id].Status}." : $"All steps of {ended.Operation} have ended already.",
            state[ended.Id].Status is StepStatus.Failed or StepStatus.Omitted ? $"When the run is over, skip it then; Resume-BatchWorkflow {state.Facts.RunId} goes on without it." : null);
    }

    private static string? NearNames(Plan plan, string target) =>
        Phrases.DidYouMean(target, [.. plan.Steps.Select(s => s.Operation).Distinct(StringComparer.Ordinal), .. plan.Steps.Select(s => s.Id)]);
}
