namespace BatchWorkflow.Engine.Planning;

/// <summary>Decides for each step, in order, what it will do and why.</summary>
internal sealed class Decisions
{
    private readonly Projection _projection = new();
    private readonly ServerDecision _server;
    private readonly TaskservDecision _taskserv;
    private readonly SharedDecision _shared;

    public Decisions(PlanDraft draft)
    {
        _server = new ServerDecision(draft, _projection);
        _taskserv = new TaskservDecision(draft, _projection);
        _shared = new SharedDecision(draft, _projection);
    }

    /// <summary>Decides; what cannot be done is a problem, and a shared resource that has to stay drops out of the plan.</summary>
    public void Decide(IReadOnlyList<StepDraft> sorted)
    {
        foreach (StepDraft step in sorted)
        {
            step.Decision = step switch
            {
                { Kind: StepKind.Gate } => new Decision(StepAction.Wait, "waits for a person's answer"),
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
