namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Makes a plan out of definitions and what was observed. Pure: the same input gives the same plan, and nobody is asked anything.
/// </summary>
internal static class Planner
{
    /// <summary>The plan, or all problems at once.</summary>
    public static PlanResult Plan(PlanInput input) => Plan(new PlanDraft(input));

    /// <summary>The checks whose answers the plan hangs on, by the server's identity and the taskserv's name. Answers may raise further ones.</summary>
    public static IReadOnlyCollection<(string Server, string Taskserv)> Questions(PlanInput input)
    {
        PlanDraft draft = new(input);
        Plan(draft);
        return draft.Facts.Asked;
    }

    private static PlanResult Plan(PlanDraft draft)
    {
        Lay(draft);
        IReadOnlyList<StepDraft> sorted = new StepOrder(draft).Sort();
        new Turns(draft.Workflow).Connect(sorted);
        new ServerChecks(draft).Judge(sorted);
        new ProviderChecks(draft).Judge();
        new Decisions(draft).Decide(sorted);
        new TaskservChecks(draft).Judge(sorted);
        new TemplateChecks(draft).Judge(sorted);
        new WaitChecks(draft).Judge(sorted);
        IReadOnlyList<Problem> problems = draft.Problems.Sorted();
        return problems.Any(p => !p.IsWarning)
            ? new PlanResult(null, problems)
            : new PlanResult(new PlanAssembly(draft).Assemble([.. sorted.Where(s => s.IsSelected)], problems), problems);
    }

    /// <summary>Lays out the graph: steps, edges, and what of them is in the plan.</summary>
    private static void Lay(PlanDraft draft)
    {
        CheckEnvironment(draft);
        new StepExpansion(draft).Run();
        new RequirementExpansion(draft).Run();
        OperationEdges.Connect(draft);
        new TemplateEdges(draft).Connect();
        new DependencyEdges(draft).Connect();
        new ResourceEdges(draft, new OperationOrder(draft.Workflow.Type == WorkflowType.Sequential)).Connect();
        new PartSelection(draft).Run();
        OperationEdges.Settle(draft);
        new SharedResources(draft).Add();
    }

    private static void CheckEnvironment(PlanDraft draft)
    {
        if (draft.Input.Options.Environment is { } name && !draft.Workflow.Environments.ContainsKey(name))
            draft.Problems.Add("Plan.UnknownEnvironment", $"Workflow {draft.Workflow.Name} has no environment {name}.",
                Phrases.DidYouMean(name, [.. draft.Workflow.Environments.Keys]), draft.InWorkflow("environments"));
    }
}
