using System.Text.Json;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>Makes, changes and deletes the servers of a field's world.</summary>
internal sealed class FieldProvider(FieldWorld world, string infrastructure) : Provider
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
        List<PropertyDifference> differences = [.. wanted.Properties.Keys.Union(current.Properties.Keys).Order(StringComparer.Ordinal)
            .Select(name => new PropertyDifference(name, Text(wanted.Properties, name), Text(current.Properties, name))).Where(d => d.Wanted != d.Found)];
        return new ResourceDiff(differences.Count == 0 ? DiffKind.None : DiffKind.InPlace, differences);
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ResourceState>>(
    [
        .. world.Resources.Values.Where(r => r.Identity.StartsWith(infrastructure + "/", StringComparison.Ordinal)
            && (query.Identity ?? r.Identity) == r.Identity && (query.Token is null || query.Token == r.Token)),
    ]);

    /// <inheritdoc />
    public override async Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        string identity = change.Wanted.Identity, name = $"{change.Action.ToString().ToLowerInvariant()} {identity}";
        world.Note($"{name} {{{string.Join(", ", change.Wanted.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={JsonSerializer.Serialize(p.Value)}"))}}} by {change.Wanted.Connection?.Kind}");
        FieldAnswer answer = world.Next(name);
        await Task.Delay(TimeSpan.FromSeconds(answer.Seconds), world.Simulation.Driver.Time, cancellationToken);
        if (answer.Exit != 0)
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = "as the test says" });
        if (change.Action != StepAction.Delete)
            return world.Resources[identity] = new ResourceState
            {
                Identity = identity,
                Kind = change.Wanted.Kind,
                ProviderId = identity,
                Token = change.Token,
                Properties = change.Wanted.Properties,
            };
        world.Resources.Remove(identity);
        return null;
    }

    private static string? Text(IReadOnlyDictionary<string, object?> properties, string name) =>
        properties.TryGetValue(name, out object? value) ? JsonSerializer.Serialize(value) : null;
}
