namespace BatchWorkflow.Engine.Planning;

/// <summary>Decides for each step, in order, what it will do and why.</summary>
internal sealed class Decisions
{
    private readonly Projection _projection = new();
    private readonly PlanTemplates _templates;
    private readonly ServerDecision _server;
    private readonly TaskservDecision _taskserv;
    private readonly SharedDecision _shared;
    private readonly GateDecision _gate;

    public Decisions(PlanDraft draft)
    {
        _templates = draft.Templates;
        _server = new ServerDecision(draft, _projection);
        _taskserv = new TaskservDecision(draft, _projection);
        _shared = new SharedDecision(draft, _projection);
        _gate = new GateDecision(draft);
    }

    /// <summary>Decides; what cannot be done is a problem, and a shared resource that has to stay drops out of the plan.</summary>
    public void Decide(IReadOnlyList<StepDraft> sorted)
    {
        foreach (StepDraft step in sorted)
        {
            (bool? holds, string? later) = _templates.When(step);
            if (holds == false)
            {
                step.IsSkipped = true;
                step.Decision = new Decision(StepAction.Nothing, $"skipped: {step.Operation.Definition!.When} is false");
                continue;
            }
            if (later is not null)
                step.Later.Add(new KnownLater($"whether {step.Operation.Definition!.When} is", later));
            step.Decision = step switch
            {
                { Kind: StepKind.Gate } => _gate.Decide(step),
                { Kind: StepKind.Server } => _server.Decide(step),
                { Kind: StepKind.Taskserv } => _taskserv.Decide(step),
                _ => _shared.Decide(step),
            };
            if (step.Decision is { } decision)
                _projection.Note(step, decision.Action);
            else
                step.Select(false);
        }
    }
}
