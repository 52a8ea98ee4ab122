using System.Collections.Concurrent;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>What a run's steps want of servers and shared resources.</summary>
internal sealed class RunResources(RunDefinitions definitions)
{
    private readonly ConcurrentDictionary<PlanSource, Lookup> _lookups = new(ReferenceEqualityComparer.Instance);

    /// <summary>The specification that an attempt reaches, compares or removes.</summary>
    public ResourceSpecification For(AttemptContext context)
    {
        PlanStep step = context.Step;
        PlanSource source = definitions.SourceOf(context.Plan);
        if (step.Kind == StepKind.SharedResource)
            return Specifications.ForShared(source.Infrastructure.Name, step.Provider!, step.Item);
        Lookup lookup = _lookups.GetOrAdd(source, static s => new Lookup(s));
        ServerDefinition server = lookup.Servers[step.Server!];
        OperationDefinition? operation = lookup.Operations.GetValueOrDefault(step.Operation);
        if (TemplateMarks.AreIn(server.Settings) || (operation is not null && TemplateMarks.AreIn(operation.Settings)))
        {
            RunTemplates templates = definitions.TemplatesOf(context.Plan);
            bool needed = step.Action != StepAction.Delete;
            TemplateScope scope = templates.ScopeOf(step, templates.Resolve(step, known: null, context.Outputs), known: null, context.Outputs, reveal: false);
            server = server with { Settings = templates.Settings(server.Settings, scope, needed) };
            operation = operation is null ? null : operation with { Settings = templates.Settings(operation.Settings, scope, needed) };
        }
        return Specifications.For(source.Infrastructure.Name, server, operation);
    }

    private sealed class Lookup(PlanSource source)
    {
        public Dictionary<string, ServerDefinition> Servers { get; } = source.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
        public Dictionary<string, OperationDefinition> Operations { get; } = source.Workflow.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);
    }
}
