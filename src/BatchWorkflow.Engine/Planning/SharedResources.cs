namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// One step for each resource that all servers of a provider share: made before the first server, deleted after the last.
/// </summary>
internal sealed class SharedResources(PlanDraft draft)
{
    /// <summary>Adds the steps that the selected servers call for.</summary>
    public void Add()
    {
        Dictionary<string, List<StepDraft>> byProvider = new(StringComparer.Ordinal);
        foreach (OperationDraft operation in draft.Operations)
            foreach (StepDraft step in operation.Steps)
                if (step is { Kind: StepKind.Server, IsSelected: true })
                {
                    if (!byProvider.TryGetValue(step.Provider!, out List<StepDraft>? steps))
                        byProvider.Add(step.Provider!, steps = []);
                    steps.Add(step);
                }
        foreach ((string provider, List<StepDraft> steps) in byProvider)
            if (draft.Input.Providers.TryGetValue(provider, out Provider? opened))
                Add(provider, Limits(provider, opened), steps);
    }

    private ProviderDependencies Limits(string provider, Provider opened) =>
        draft.Sites.Infrastructure.Providers.TryGetValue(provider, out ProviderDefinition? definition)
            ? definition.Over(opened.Limits)
            : opened.Limits;

    private void Add(string provider, ProviderDependencies limits, List<StepDraft> servers)
    {
        List<StepDraft> creates = [.. servers.Where(s => s.Type == OperationType.Create)];
        if (creates.Count > 0)
            AddMaking(provider, limits, creates);
        if (servers.Exists(s => s.Type == OperationType.Delete))
            AddGoing(provider, limits, servers, isMadeToo: creates.Count > 0);
    }

    private void AddMaking(string provider, ProviderDependencies limits, List<StepDraft> creates)
    {
        OperationDraft operation = new($"provider.{provider}", -1, null);
        draft.Making.Add(operation);
        foreach (string resource in limits.SharedResources)
        {
            StepDraft step = Step(operation, OperationType.Create, provider, resource, "");
            StepEdge need = limits.RequiresNetwork ? StepEdge.Hard : StepEdge.Soft;
            if (limits.NetworkBeforeServers)
                foreach (StepDraft create in creates)
                    create.Edges.Add(new DraftEdge(step, need, EdgeOrigin.Shared));
        }
    }

    /// <summary>
    /// Steps that wait for every server of the provider; whether they stay in the plan is decided once it is known what is left.
    /// </summary>
    private void AddGoing(string provider, ProviderDependencies limits, List<StepDraft> servers, bool isMadeToo)
    {
        OperationDraft operation = new($"provider.{provider}", -1, null);
        draft.Going.Add(operation);
        foreach (string resource in limits.SharedResources)
        {
            StepDraft step = Step(operation, OperationType.Delete, provider, resource, isMadeToo ? "/delete" : "");
            foreach (StepDraft server in servers)
            {
                StepEdge type = server.Type == OperationType.Delete ? StepEdge.Hard : StepEdge.Order;
                step.Edges.Add(new DraftEdge(server, type, EdgeOrigin.SharedGoes));
            }
        }
    }

    private static StepDraft Step(OperationDraft operation, OperationType type, string provider, string resource, string suffix)
    {
        StepDraft step = new($"{operation.Id}/{resource}{suffix}", operation, type)
        {
            Kind = StepKind.SharedResource,
            Item = resource,
            Provider = provider,
        };
        operation.Steps.Add(step);
        step.Select();
        return step;
    }
}
