using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>The questions of gates, rendered with what the run knows when a gate opens.</summary>
internal sealed class GateMessages(RunTemplates templates)
{
    /// <summary>The question of a gate, or why it cannot be made.</summary>
    public (string? Message, Failure? Failure) Of(PlanStep step, RunState state)
    {
        GateDefinition gate = GateRequests.DefinitionOf(state.Plan, step);
        if (!gate.IsTemplate)
            return (gate.Message, null);
        try
        {
            return (TextTemplates.Text(gate.Message!, "message", RunConditions.ScopeOf(step, state, templates), CancellationToken.None), null);
        }
        catch (UnknownValueException e)
        {
            return (null, Invalid($"The message of the gate needs a value that is {e.Value.Description}."));
        }
        catch (JinjaException e)
        {
            return (null, Invalid($"The message of the gate cannot be made: {TemplateProblems.Words(e)}"));
        }
        catch (FailureException e)
        {
            return (null, e.Failure);
        }
    }

    private static Failure Invalid(string message) => new() { Kind = FailureKind.Validation, Message = message, Final = true };
}
