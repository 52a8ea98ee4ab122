using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>The taskservs that a run's steps install.</summary>
/// <param name="taskservs">The definitions by name.</param>
/// <param name="templates">Renders their variables.</param>
internal sealed class TaskservUnits(IReadOnlyDictionary<string, TaskservDefinition> taskservs, RunTemplates templates)
{
    /// <summary>What an attempt installs: today's definition, or while undoing an update what was installed before.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="known">What is known of its server.</param>
    public TaskservUnit For(AttemptContext context, KnownServer? known)
    {
        TaskservDefinition definition = taskservs[context.Step.Taskserv!];
        TemplateScope Scope(IReadOnlyDictionary<string, object?> variables) => templates.ScopeOf(context.Step, variables, known, context.Outputs, reveal: true);
        if (context.Undo && context.Step.Action != StepAction.Delete && context.Former?.Taskserv is { } former)
            return TaskservUnit.Of(former, definition.HealthCheck, Scope);
        IReadOnlyDictionary<string, object?> resolved = templates.Resolve(context.Step, known, context.Outputs);
        return TaskservUnit.Of(definition, templates.ForScripts(context.Step, resolved), opened => Scope(Over(resolved, opened)));
    }

    private static Dictionary<string, object?> Over(IReadOnlyDictionary<string, object?> below, IReadOnlyDictionary<string, object?> over)
    {
        Dictionary<string, object?> all = new(below, StringComparer.Ordinal);
        foreach ((string name, object? value) in over)
            all[name] = value;
        return all;
    }
}
