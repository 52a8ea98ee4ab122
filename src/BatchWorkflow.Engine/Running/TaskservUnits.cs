using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>The taskservs that a run's steps install.</summary>
internal sealed class TaskservUnits(Plan plan)
{
    private readonly Dictionary<string, ServerDefinition> _servers = plan.Source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>What an attempt installs: today's definition, or while undoing an update what was installed before.</summary>
    public TaskservUnit For(AttemptContext context)
    {
        TaskservDefinition definition = plan.Source.Taskservs[context.Step.Taskserv!];
        if (context.Undo && context.Step.Action != StepAction.Delete && context.Former?.Taskserv is { } former)
            return TaskservUnit.Of(former, definition.HealthCheck);
        return TaskservUnit.Of(definition, TaskservVariables.For(definition, plan.Source.Workflow, _servers[context.Step.Server!], plan.Options));
    }
}
