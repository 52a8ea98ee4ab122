namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// With dependencies: gives each requirement that no operation names and that is not there a step beside the one that requires it.
/// Such a step comes into the plan only when it is needed.
/// </summary>
internal sealed class RequirementExpansion(PlanDraft draft)
{
    /// <summary>Expands what the steps so far require, and what that requires in turn.</summary>
    public void Run()
    {
        if (!draft.Input.Options.WithDependencies)
            return;
        Queue<StepDraft> open = new(draft.Operations.SelectMany(o => o.Steps)
            .Where(s => s is { Kind: StepKind.Taskserv, Type: OperationType.Create }));
        while (open.TryDequeue(out StepDraft? step))
            foreach (string required in step.Taskserv!.Requires)
                if (Lacks(step.Site!, required) && draft.Input.Source.Taskservs.TryGetValue(required, out TaskservDefinition? taskserv))
                    open.Enqueue(Add(step, taskserv));
    }

    private bool Lacks(ServerSite site, string taskserv) =>
        !draft.Index.OfTaskserv(taskserv, site.Name).Any(s => s.Makes) && !draft.IsThere(site, taskserv);

    private StepDraft Add(StepDraft requiring, TaskservDefinition taskserv)
    {
        bool isCluster = requiring.Operation.Definition!.Target == OperationTarget.Cluster;
        (string, int) item = (isCluster ? requiring.Item : taskserv.Name, requiring.ItemIndex);
        StepDraft step = StepExpansion.TaskservStep(requiring.Operation, taskserv, requiring.Site!, item, isExtra: true);
        draft.Index.Add(step);
        step.Operation.Steps.Add(step);
        return step;
    }
}
