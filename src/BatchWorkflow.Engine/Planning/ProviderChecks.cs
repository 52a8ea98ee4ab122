namespace BatchWorkflow.Engine.Planning;

/// <summary>Warns of what an infrastructure file says of providers' dependencies where that can have no effect.</summary>
internal sealed class ProviderChecks(PlanDraft draft)
{
    /// <summary>Judges the providers that the infrastructure's servers come from.</summary>
    public void Judge()
    {
        foreach (string provider in draft.Sites.Infrastructure.Servers.Select(s => s.Provider).Distinct(StringComparer.Ordinal))
            if (draft.Sites.Infrastructure.Providers.TryGetValue(provider, out ProviderDefinition? definition)
                && draft.Input.Providers.TryGetValue(provider, out Provider? opened))
                Judge(provider, definition, definition.Over(opened.Limits));
    }

    private void Judge(string provider, ProviderDefinition definition, ProviderDependencies limits)
    {
        foreach (string field in definition.Given)
            if (WhyNone(field, provider, limits) is { } why)
                draft.Problems.Add(new Problem
                {
                    Code = "Plan.NoEffect",
                    Message = $"providers.{provider}: {field} has no effect: {why}.",
                    Location = Place(provider, field),
                    IsWarning = true,
                });
    }

    private static string? WhyNone(string field, string provider, ProviderDependencies limits) => field switch
    {
        "requires_network" or "network_before_servers" when limits.SharedResources.Count == 0 => $"the servers of provider {provider} share no resource",
        "requires_network" when !limits.NetworkBeforeServers => "network_before_servers is false, so no server waits for what they share",
        _ => null,
    };

    private SourceLocation Place(string provider, string field)
    {
        SourceLocation whole = draft.InInfrastructure($"providers.{provider}"), direct = draft.InInfrastructure($"providers.{provider}.{field}");
        return direct == whole ? draft.InInfrastructure($"providers.{provider}.dependencies.{field}") : direct;
    }
}
