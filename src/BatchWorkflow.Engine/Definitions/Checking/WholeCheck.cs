namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks what only shows when workflow, infrastructure and taskservs are seen together.</summary>
internal static class WholeCheck
{
    /// <summary>Runs every check.</summary>
    public static void Run(Draft draft, ProblemList problems)
    {
        OperationCheck.Run(draft.Workflow, problems);
        DependencyCheck.Run(draft, problems);
        OrderCheck.Run(draft.Workflow, problems);
        if (draft.Infrastructure is { } infrastructure)
        {
            InfrastructureCheck.Run(draft, infrastructure, problems);
            ServerCheck.Run(draft, infrastructure, problems);
        }
        ItemCheck.Run(draft, problems);
        TaskservCheck.Run(draft, problems);
        new EffectCheck(draft, problems).Run();
    }
}
