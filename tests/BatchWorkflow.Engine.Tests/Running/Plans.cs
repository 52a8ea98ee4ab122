namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Small plans for tests of the run loop.</summary>
internal static class Plans
{
    public static PlanStep Step(string id, params string[] after) => new()
    {
        Id = id,
        Operation = id.Split('/')[0],
        Item = id,
        Kind = StepKind.Taskserv,
        Action = StepAction.Create,
        Reason = "test",
        Taskserv = "t",
        DependsOn = [.. after.Select(a => new StepDependency { On = a })],
    };

    /// <summary>The step of a gate; its operation becomes one by <see cref="Gated"/>.</summary>
    public static PlanStep Gate(string id, params string[] after) =>
        Step(id, after) with { Kind = StepKind.Gate, Action = StepAction.Wait, Item = "gate", Taskserv = null };

    /// <summary>Makes an operation a gate.</summary>
    public static Func<OperationDefinition, OperationDefinition> Gated(string id, GateDefinition? gate = null, FailureAction onFailure = FailureAction.Fail) =>
        o => o.Id != id ? o : o with { Type = OperationType.Gate, Target = null, Gate = gate ?? new GateDefinition(), OnFailure = onFailure };

    /// <summary>A plan over these steps; each operation that they name is there once, changed by <paramref name="change"/>.</summary>
    public static Plan Of(IReadOnlyList<PlanStep> steps, Func<WorkflowDefinition, WorkflowDefinition>? workflow = null,
        Func<OperationDefinition, OperationDefinition>? change = null)
    {
        WorkflowDefinition definition = new()
        {
            Name = "test",
            RetryPolicy = new RetryPolicy { Jitter = false, InitialDelay = TimeSpan.FromSeconds(5) },
            Operations = [.. steps.Select(s => s.Operation).Distinct().Select(id => new OperationDefinition
            {
                Id = id,
                Type = OperationType.Create,
                Target = OperationTarget.Taskserv,
                OnFailure = FailureAction.Fail,
            }).Select(change ?? (o => o))],
        };
        return new Plan
        {
            Workflow = "test",
            Infrastructure = "test",
            DefinitionHash = "",
            ObservedHash = "",
            Steps = steps,
            Source = new PlanSource((workflow ?? (w => w))(definition), new InfrastructureDefinition { Name = "test" },
                new Dictionary<string, TaskservDefinition> { ["t"] = new() { Name = "t" } }),
        };
    }
}
