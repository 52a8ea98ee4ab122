using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>The taskservs that a run's steps install.</summary>
/// <param name="definitions">The definitions, and what renders their variables.</param>
internal sealed class TaskservUnits(RunDefinitions definitions)
{
    /// <summary>What an attempt installs or removes: what its plan's definitions say, or while undoing an update what was installed before.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="known">What is known of its server.</param>
    public TaskservUnit For(AttemptContext context, KnownServer? known)
    {
        TaskservDefinition definition = definitions.SourceOf(context.Plan).Taskservs[context.Step.Taskserv!];
        RunTemplates templates = definitions.TemplatesOf(context.Plan);
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
