namespace BatchWorkflow.TestKit.Planning;

/// <summary>
/// A provider for plans: only its pure members do anything. Setting bad is a problem; zone can only be replaced, image not be changed at all,
/// everything else is changed in place. A server with a setting host is a machine that is there already.
/// </summary>
public sealed class PureProvider(ProviderDependencies? limits = null) : Provider
{
    /// <inheritdoc />
    public override ProviderDependencies Limits { get; } = limits ?? new ProviderDependencies();

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted) =>
        wanted.Properties.ContainsKey("bad") ? [new SettingProblem("bad", "bad is not a setting.", "Remove it.")] : [];

    /// <inheritdoc />
    public override ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, [])
            {
                Adopts = wanted.Properties.ContainsKey("host")
                    ? new ResourceState { Identity = wanted.Identity, Kind = wanted.Kind, ProviderId = "machine", Properties = wanted.Properties }
                    : null,
            };
        List<PropertyDifference> differences = [.. wanted.Properties
            .Where(p => $"{current.Properties.GetValueOrDefault(p.Key)}" != $"{p.Value}")
            .Select(p => new PropertyDifference(p.Key, $"{p.Value}", $"{current.Properties.GetValueOrDefault(p.Key)}"))];
        DiffKind kind = differences.Count == 0 ? DiffKind.None
            : differences.Exists(d => d.Property == "image") ? DiffKind.Refused
            : differences.Exists(d => d.Property == "zone") ? DiffKind.Replace
            : DiffKind.InPlace;
        return new ResourceDiff(kind, differences, kind == DiffKind.Refused ? "the image is burnt in" : null);
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The planner asks nobody.");

    /// <inheritdoc />
    public override Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The planner changes nothing.");
}
