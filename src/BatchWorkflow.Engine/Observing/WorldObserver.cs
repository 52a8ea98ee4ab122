using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Observing;

/// <summary>Asks the world before planning: each provider once, each server's record once.</summary>
internal sealed class WorldObserver(RunProviders providers, ResourceRecords records, Masker masker)
{
    /// <summary>What is there of an infrastructure.</summary>
    public async Task<Observed> ObserveAsync(InfrastructureDefinition infrastructure, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<ResourceState>>[] asked = [.. providers.All.Select(p => AskAsync(p.Key, p.Value, cancellationToken))];
        Dictionary<string, ResourceState> resources = new(StringComparer.Ordinal);
        foreach (ResourceState found in (await Task.WhenAll(asked)).SelectMany(r => r))
            resources[found.Identity] = found;
        Dictionary<string, ResourceRecord> known = new(StringComparer.Ordinal);
        foreach (ServerDefinition server in infrastructure.Servers)
        {
            string identity = Specifications.Identity(infrastructure.Name, server.Name);
            if (await records.ReadAsync(identity, cancellationToken) is { } record)
                known[identity] = record;
        }
        return new Observed { Resources = resources, Records = known };
    }

    private async Task<IReadOnlyList<ResourceState>> AskAsync(string name, GuardedProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.FindAllAsync(cancellationToken);
        }
        catch (FailureException e)
        {
            throw new BatchWorkflowException("Plan.ProviderFailed", $"Provider {name} cannot tell what is there ({e.Failure.Kind}): {masker.Mask(e.Failure.Message)}", e)
            {
                RecommendedAction = e.Failure.IsRetryable ? "Nothing was changed. Try again." : "Nothing was changed. Fix it, then try again.",
            };
        }
    }
}
