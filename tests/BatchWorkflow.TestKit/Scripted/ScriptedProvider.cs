namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Makes, changes and deletes resources of a scripted world.</summary>
public sealed class ScriptedProvider(ScriptedWorld world, string infrastructure) : Provider
{
    /// <summary>What connections need to reach its servers.</summary>
    internal static IReadOnlyDictionary<string, string> Facts { get; } = new Dictionary<string, string> { ["address"] = "192.0.2.1" };

    /// <inheritdoc />
    public override ProviderDependencies Limits => world.Limits;

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted) => world.Problems(wanted);

    /// <inheritdoc />
    public override ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted) => world.Diff(current, wanted);

    /// <inheritdoc />
    public override Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        string what = query.Identity ?? (query.Token is null ? "all" : $"token {query.Token}");
        return world.Ledger.AnswerAsync(new ScriptedCall { Name = $"find {what}", At = world.Time.GetUtcNow() }, _ => Find(query), cancellationToken);
    }

    /// <inheritdoc />
    public override Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        ScriptedCall call = new()
        {
            Name = $"{change.Action.ToString().ToLowerInvariant()} {change.Wanted.Identity}",
            Token = change.Token,
            Change = change,
            At = world.Time.GetUtcNow(),
        };
        return world.Ledger.AnswerAsync(call, _ => Apply(change), cancellationToken);
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });

    private IReadOnlyList<ResourceState> Find(ResourceQuery query) =>
    [
        .. world.Resources.Values
            .Where(found => found.Identity.StartsWith(infrastructure + "/", StringComparison.Ordinal))
            .Where(found => query.Identity is null || found.Identity == query.Identity)
            .Where(found => query.Token is null || found.Token == query.Token)
            .OrderBy(found => found.Identity, StringComparer.Ordinal),
    ];

    private ResourceState? Apply(ResourceChange change) => change.Action switch
    {
        StepAction.Create => Create(change),
        StepAction.Update => Update(change),
        StepAction.Delete => Delete(change.Wanted.Identity),
        _ => throw new ArgumentException($"A provider is never asked to {change.Action}.", nameof(change)),
    };

    private ResourceState Create(ResourceChange change)
    {
        string identity = change.Wanted.Identity;
        ResourceState made = State(change, $"scripted-{Guid.NewGuid():n}", change.Token);
        ResourceState there = world.Resources.GetOrAdd(identity, made);
        return there.Token == change.Token ? there
            : throw Failed(FailureKind.Conflict, $"{identity} is already there, made by another intent.");
    }

    private ResourceState Update(ResourceChange change)
    {
        ResourceState there = world.Resources.GetValueOrDefault(change.Wanted.Identity)
            ?? throw Failed(FailureKind.NotFound, $"{change.Wanted.Identity} is not there.");
        return world.Resources[there.Identity] = State(change, there.ProviderId, there.Token);
    }

    private ResourceState? Delete(string identity)
    {
        world.Resources.TryRemove(identity, out _);
        return null;
    }

    private static ResourceState State(ResourceChange change, string id, string? token) => new()
    {
        Identity = change.Wanted.Identity,
        Kind = change.Wanted.Kind,
        ProviderId = id,
        Token = token,
        Properties = change.Wanted.Properties,
        Facts = Facts,
    };
}
