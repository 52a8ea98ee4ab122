using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>What a run's steps want of servers and shared resources.</summary>
internal sealed class RunResources(PlanSource source, RunTemplates templates)
{
    private readonly Dictionary<string, ServerDefinition> _servers = source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, OperationDefinition> _operations = source.Workflow.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);

    /// <summary>The specification that an attempt reaches, compares or removes.</summary>
    public ResourceSpecification For(AttemptContext context)
    {
        PlanStep step = context.Step;
        if (step.Kind == StepKind.SharedResource)
            return Specifications.ForShared(source.Infrastructure.Name, step.Provider!, step.Item);
        ServerDefinition server = _servers[step.Server!];
        OperationDefinition? operation = _operations.GetValueOrDefault(step.Operation);
        if (TemplateMarks.AreIn(server.Settings) || (operation is not null && TemplateMarks.AreIn(operation.Settings)))
        {
            bool needed = step.Action != StepAction.Delete;
            TemplateScope scope = templates.ScopeOf(step, templates.Resolve(step, known: null, context.Outputs), known: null, context.Outputs, reveal: false);
            server = server with { Settings = templates.Settings(server.Settings, scope, needed) };
            operation = operation is null ? null : operation with { Settings = templates.Settings(operation.Settings, scope, needed) };
        }
        return Specifications.For(source.Infrastructure.Name, server, operation);
    }
}
