using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What a gate asks, and what follows when nobody answers.</summary>
internal sealed class GateDecision(PlanDraft draft)
{
    /// <summary>The decision over a gate.</summary>
    public Decision Decide(StepDraft step)
    {
        GateDefinition gate = step.Operation.Definition!.Gate ?? new GateDefinition();
        string message = Message(step, gate) is { } text ? $": {text}" : "";
        return new Decision(StepAction.Wait, Wait(gate) + message);
    }

    private string? Message(StepDraft step, GateDefinition gate)
    {
        if (!gate.IsTemplate)
            return gate.Message;
        try
        {
            return TextTemplates.Text(gate.Message!, "message", draft.Templates.ScopeOf(step), CancellationToken.None);
        }
        catch (UnknownValueException e)
        {
            step.Later.Add(new KnownLater("message", e.Value.Description));
        }
        catch (JinjaException e)
        {
            draft.Problems.Add(TemplateProblems.Code, $"The message of gate {step.Operation.Id} cannot be made: {TemplateProblems.Words(e)}", null,
                draft.InWorkflow(step.Operation.Path("message")));
        }
        return null;
    }

    private static string Wait(GateDefinition gate)
    {
        string end = gate.Default switch
        {
            GateDefault.Approve => "is approved",
            GateDefault.Deny => "is denied",
            _ => "fails",
        };
        return gate.TimeLimit is { } limit ? $"waits {Durations.Text(limit)} for a person's answer, then {end}" : "waits for a person's answer";
    }
}
