using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>What a run's steps want of servers and shared resources.</summary>
internal sealed class RunResources(PlanSource source)
{
    private readonly Dictionary<string, ServerDefinition> _servers = source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, OperationDefinition> _operations = source.Workflow.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);

    /// <summary>The specification that a step reaches, compares or removes.</summary>
    public ResourceSpecification For(PlanStep step) => step.Kind == StepKind.SharedResource
        ? Specifications.ForShared(source.Infrastructure.Name, step.Provider!, step.Item)
        : Specifications.For(source.Infrastructure.Name, _servers[step.Server!], _operations.GetValueOrDefault(step.Operation));
}
