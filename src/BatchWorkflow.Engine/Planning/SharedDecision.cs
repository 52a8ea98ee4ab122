namespace BatchWorkflow.Engine.Planning;

/// <summary>What a step on a shared resource will do.</summary>
internal sealed class SharedDecision(PlanDraft draft, Projection projection)
{
    /// <summary>Decides; null when it has to stay because servers are left, or when a problem says why it cannot be made.</summary>
    public Decision? Decide(StepDraft step)
    {
        string infrastructure = draft.Sites.Infrastructure.Name;
        ResourceSpecification wanted = Specifications.ForShared(infrastructure, step.Provider!, step.Item);
        ResourceState? found = draft.Facts.Find(wanted.Identity);
        return step.Type == OperationType.Delete
            ? Delete(step, found)
            : Reach(step, draft.Facts.Diff(draft.Input.Providers[step.Provider!], found, wanted, step.Id));
    }

    private Decision? Delete(StepDraft step, ResourceState? found)
    {
        if (found is null && !projection.IsMade(step.Provider!, step.Item))
            return null;
        bool any = draft.Facts.ServersOf(step.Provider!, draft.Sites).Any(identity => projection.IsThere(identity, observed: true))
            || projection.Touched.Any(t => t.Provider == step.Provider && projection.IsThere(t.Identity, observed: false));
        return any ? null : new Decision(StepAction.Delete, $"the last server of provider {step.Provider} goes");
    }

    private Decision? Reach(StepDraft step, ResourceDiff diff)
    {
        switch (diff.Kind)
        {
            case DiffKind.None: return new Decision(StepAction.Nothing, "already as wanted");
            case DiffKind.Missing: return new Decision(StepAction.Create, $"the servers of provider {step.Provider} share it; not there");
            case DiffKind.InPlace: return new Decision(StepAction.Update, Phrases.Differences(diff.Differences), true, diff.Differences);
            default:
                string why = diff.Reason ?? Phrases.Differences(diff.Differences);
                draft.Problems.Add("Plan.Refused",
                    $"{step.Item}, which the servers of provider {step.Provider} share, cannot be changed: {why}.",
                    "Delete its servers first, or change it back.", draft.InInfrastructure($"providers.{step.Provider}"));
                return null;
        }
    }
}
