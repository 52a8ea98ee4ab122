using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Running;

/// <summary>Requests to approve or deny a gate, and how a gate ends that nobody answered in time.</summary>
internal static class GateRequests
{
    /// <summary>The code of the failure of a gate that was denied.</summary>
    public const string Denied = "Denied";

    /// <summary>The verdict over an answer. A run that somebody suspended or lost takes answers too; they count when it is resumed.</summary>
    public static ControlVerdict Judge(RunState state, ControlRequest request, DateTimeOffset now)
    {
        RunFacts facts = state.Facts;
        if (!CanBeAnswered(facts))
            return ControlVerdict.Refuses("Run.NotRunning", $"Run {facts.RunId} is {facts.Status}: no gate of it can be answered.",
                facts.Undo is null && facts.Status != RunStatus.Succeeded ? $"Resume-BatchWorkflow {facts.RunId} goes on, and waits for the answer then." : null);
        if (Find(state, request.Operation, out ControlVerdict refused) is not { } step)
            return refused;
        GateDefinition gate = DefinitionOf(state.Plan, step);
        if (state[step.Id].Gate?.Until is { } until && until <= now)
            return ControlVerdict.Refuses("Gate.Timeout", $"The time of gate {step.Operation} was over at {Durations.Text(until)}: {Then(gate)}.",
                $"Where nobody works on the run, Resume-BatchWorkflow {facts.RunId} carries that out.");
        return request.Kind == ControlKind.Deny
            ? ControlVerdict.EndsSteps(Deny(step.Id, $"denied by {request.Who}"))
            : Approve(state, step, gate, request);
    }

    /// <summary>True while answers to a run's gates count.</summary>
    public static bool CanBeAnswered(RunFacts facts) => facts.Undo is null
        && facts.Status is not (RunStatus.Succeeded or RunStatus.Failed or RunStatus.Stopped or RunStatus.RolledBack or RunStatus.RollbackFailed);

    /// <summary>How a gate ends whose time is over.</summary>
    public static StepEnded Overdue(string step, GateDefinition gate)
    {
        string late = $"nobody answered within {Durations.Text(gate.TimeLimit ?? TimeSpan.Zero)}";
        return gate.Default switch
        {
            GateDefault.Approve => new StepEnded(step, StepStatus.Succeeded, $"approved by default: {late}")
            {
                Outputs = gate.Answers.Where(a => a.Value.Default is not null).ToDictionary(a => a.Key, a => a.Value.Default!, StringComparer.Ordinal),
            },
            GateDefault.Deny => Deny(step, $"denied by default: {late}"),
            _ => new StepEnded(step, StepStatus.Failed, null, new Failure { Kind = FailureKind.Timeout, Message = $"{late}.", Final = true }),
        };
    }

    /// <summary>What a gate asks.</summary>
    public static GateDefinition DefinitionOf(Plan plan, PlanStep step) =>
        plan.Source.Workflow.Operations.First(o => o.Id == step.Operation).Gate ?? new GateDefinition();

    private static StepEnded Deny(string step, string message) =>
        new(step, StepStatus.Failed, null, new Failure { Kind = FailureKind.Fatal, Code = Denied, Message = message, Final = true });

    private static ControlVerdict Approve(RunState state, PlanStep step, GateDefinition gate, ControlRequest request)
    {
        (IReadOnlyDictionary<string, string> outputs, IReadOnlyList<string> wrong) =
            GateAnswers.Settle(gate, request.Answers ?? new Dictionary<string, string>());
        return wrong.Count > 0
            ? ControlVerdict.Refuses("Gate.Invalid", $"Gate {step.Operation} cannot be approved so: {string.Join("; ", wrong)}.",
                $"Approve-BatchGate {state.Facts.RunId} {step.Operation}{GateAnswers.Usage(gate.Answers)} is how it is answered.")
            : ControlVerdict.EndsSteps(new StepEnded(step.Id, StepStatus.Succeeded, $"approved by {request.Who}") { Outputs = outputs });
    }

    private static PlanStep? Find(RunState state, string? name, out ControlVerdict refused)
    {
        refused = ControlVerdict.Enters(null);
        string run = state.Facts.RunId;
        List<PlanStep> gates = [.. state.Plan.Steps.Where(s => s.Kind == StepKind.Gate)];
        List<PlanStep> open = [.. gates.Where(s => state[s.Id].Gate is not null)];
        if (name is null && open.Count != 1)
        {
            refused = open.Count == 0
                ? ControlVerdict.Refuses("Gate.NotOpen", $"No gate of run {run} waits for an answer.")
                : ControlVerdict.Refuses("Gate.Ambiguous", $"{open.Count} gates of run {run} wait for an answer: {string.Join(", ", open.Select(g => g.Operation))}.", "Name one of them.");
            return null;
        }
        PlanStep? found = name is null ? open[0] : gates.Find(g => g.Operation == name || g.Id == name);
        if (found is null)
            refused = ControlVerdict.Refuses("Gate.NotFound", $"Run {run} has no gate {name}.", Phrases.DidYouMean(name!, [.. gates.Select(g => g.Operation)]));
        else if (state[found.Id].HasEnded)
            refused = ControlVerdict.Refuses("Gate.Ended", $"Gate {found.Operation} has ended already: {Words(state[found.Id])}.");
        else if (state[found.Id].Gate is null)
            refused = ControlVerdict.Refuses("Gate.NotOpen", $"Gate {found.Operation} is not open yet: what it waits for has not ended.");
        else
            return found;
        return null;
    }

    private static string Words(StepState state) => state.Failure?.Message.TrimEnd('.') ?? state.Reason ?? $"it is {state.Status}";

    private static string Then(GateDefinition gate) => gate.Default switch
    {
        GateDefault.Approve => "it counts as approved",
        GateDefault.Deny => "it counts as denied",
        _ => "it has failed",
    };
}
