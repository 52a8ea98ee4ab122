namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>Makes, changes and deletes the servers of a small world.</summary>
internal sealed class SmallProvider(SmallWorld world, string infrastructure) : Provider
{
    /// <inheritdoc />
    public override ProviderDependencies Limits => world.Limits;

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted) => [];

    /// <inheritdoc />
    public override ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []);
        List<PropertyDifference> different = [.. wanted.Properties.Keys.Union(current.Properties.Keys).Order(StringComparer.Ordinal)
            .Select(name => new PropertyDifference(name, Text(wanted, name), Text(current.Properties, name)))
            .Where(difference => difference.Wanted != difference.Found)];
        return new ResourceDiff(different.Count == 0 ? DiffKind.None : DiffKind.InPlace, different);
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        world.CallAsync($"find {query.Identity ?? "all"}", () => Find(query), cancellationToken);

    /// <inheritdoc />
    public override Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken) =>
        world.CallAsync($"{change.Action} {change.Wanted.Identity}", () => Change(change), cancellationToken);

    private static string? Text(ResourceSpecification wanted, string name) => Text(wanted.Properties, name);

    private static string? Text(IReadOnlyDictionary<string, object?> properties, string name) => properties.GetValueOrDefault(name)?.ToString();

    private IReadOnlyList<ResourceState> Find(ResourceQuery query) =>
    [
        .. world.Servers.Values
            .Where(found => found.Identity.StartsWith(infrastructure + "/", StringComparison.Ordinal))
            .Where(found => query.Identity is null || found.Identity == query.Identity)
            .Where(found => query.Token is null || found.Token == query.Token)
            .OrderBy(found => found.Identity, StringComparer.Ordinal),
    ];

    private ResourceState? Change(ResourceChange change)
    {
        string identity = change.Wanted.Identity;
        ResourceState? there = world.Servers.GetValueOrDefault(identity);
        switch (change.Action)
        {
            case StepAction.Create:
                if (there is not null && there.Token != change.Token)
                    throw new FailureException(new Failure { Kind = FailureKind.Conflict, Message = $"{identity} is already there." });
                return world.Servers[identity] = there ?? State(change, $"id-{identity}-{change.Token}", change.Token);
            case StepAction.Update:
                if (there is null)
                    throw new FailureException(new Failure { Kind = FailureKind.NotFound, Message = $"{identity} is not there." });
                return world.Servers[identity] = State(change, there.ProviderId, there.Token);
            default:
                Delete(identity);
                return null;
        }
    }

    private void Delete(string identity)
    {
        world.Servers.Remove(identity);
        foreach (string installed in world.Installed.Keys.Where(k => k.StartsWith(identity + "/", StringComparison.Ordinal)).ToList())
            world.Installed.Remove(installed);
        foreach (SmallScript script in world.Scripts.Values.Where(s => s.Identity == identity))
            script.End();
    }

    private static ResourceState State(ResourceChange change, string id, string? token) => new()
    {
        Identity = change.Wanted.Identity,
        Kind = change.Wanted.Kind,
        ProviderId = id,
        Token = token,
        Properties = change.Wanted.Properties,
    };
}
