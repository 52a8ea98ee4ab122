using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// The definitions that a run goes by: one set for each plan that it has had. What goes forward goes by the last; what is undone, by those that it was
/// done by.
/// </summary>
internal sealed class RunDefinitions
{
    private readonly IReadOnlyList<Plan> _plans;
    private readonly IReadOnlyList<RunTemplates> _templates;

    /// <summary>The definitions of a run's plans.</summary>
    public RunDefinitions(IReadOnlyList<Plan> plans, SealedValues seal)
    {
        _plans = plans;
        _templates = [.. plans.Select(p => new RunTemplates(p.Source, p.Options, plans[^1].Steps, seal))];
    }

    /// <summary>The templates of what goes forward.</summary>
    public RunTemplates Templates => _templates[^1];

    /// <summary>The definitions of a plan, the last unless one is named.</summary>
    public PlanSource SourceOf(int? plan) => _plans[plan ?? _plans.Count - 1].Source;

    /// <summary>The templates of a plan, the last unless one is named.</summary>
    public RunTemplates TemplatesOf(int? plan) => _templates[plan ?? _plans.Count - 1];

    /// <summary>The templates of a connection: how a server is reached is said by the last definitions, unless these do not know it any more.</summary>
    public RunTemplates TemplatesOfConnection(AttemptContext context)
    {
        PlanSource last = SourceOf(null);
        bool isKnown = last.Infrastructure.Servers.Any(s => s.Name == context.Step.Server)
            && (context.Step.Taskserv is not { } taskserv || last.Taskservs.ContainsKey(taskserv));
        return TemplatesOf(isKnown ? null : context.Plan);
    }

    /// <summary>The last definitions, and of those before them what the last do not have: an undo still needs it.</summary>
    public static PlanSource Together(IReadOnlyList<Plan> plans)
    {
        PlanSource together = plans[^1].Source;
        for (int i = plans.Count - 2; i >= 0; i--)
            together = With(together, plans[i].Source);
        return together;
    }

    private static PlanSource With(PlanSource last, PlanSource former)
    {
        Dictionary<string, TaskservDefinition> taskservs = new(last.Taskservs, StringComparer.Ordinal);
        foreach ((string name, TaskservDefinition taskserv) in former.Taskservs)
            taskservs.TryAdd(name, taskserv);
        Dictionary<string, ProviderDefinition> providers = new(last.Infrastructure.Providers, StringComparer.Ordinal);
        foreach ((string name, ProviderDefinition provider) in former.Infrastructure.Providers)
            providers.TryAdd(name, provider);
        return new PlanSource(
            last.Workflow with { Operations = [.. last.Workflow.Operations.UnionBy(former.Workflow.Operations, o => o.Id, StringComparer.Ordinal)] },
            last.Infrastructure with
            {
                Servers = [.. last.Infrastructure.Servers.UnionBy(former.Infrastructure.Servers, s => s.Name, StringComparer.Ordinal)],
                Clusters = [.. last.Infrastructure.Clusters.UnionBy(former.Infrastructure.Clusters, c => c.Name, StringComparer.Ordinal)],
                Providers = providers,
            },
            taskservs);
    }
}
