using BatchWorkflow.Providers.Container;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>
/// How a local server differs from what is wanted. image needs a replacement, because a root is made from it; ports too, because daemons
/// listen on them; a smaller disk is refused, as everywhere; everything else is changed in place. What is not said of cpu, memory, disk
/// and ports stays as it is; any other property that is no longer wanted is taken away.
/// </summary>
internal static class ServerDiff
{
    private const string ContainerImage = "connection.image";

    private static readonly string[] Replacing = ["image", "ports", SandboxFacts.Connection, ContainerImage];
    private const string Sandbox = "local";
    private static readonly string[] Staying = ["cpu", "memory", "disk", "ports"];

    /// <summary>The difference.</summary>
    public static ResourceDiff Compare(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []) { Adopts = Adopted(wanted) };
        if (current.Kind != wanted.Kind)
            return new ResourceDiff(DiffKind.Refused, [], $"{current.Identity} is a {current.Kind} and cannot become a {wanted.Kind}.");
        List<PropertyDifference> differences = [.. Differences(current, wanted)];
        if (Shrinks(current, wanted) is { } reason)
            return new ResourceDiff(DiffKind.Refused, differences, reason);
        DiffKind kind = differences.Count == 0 ? DiffKind.None
            : differences.Any(difference => Replacing.Contains(difference.Property)) ? DiffKind.Replace : DiffKind.InPlace;
        return new ResourceDiff(kind, differences);
    }

    /// <summary>The properties after an update.</summary>
    public static IReadOnlyDictionary<string, object?> Apply(IReadOnlyDictionary<string, object?> current, IReadOnlyDictionary<string, object?> wanted)
    {
        Dictionary<string, object?> after = wanted.Where(pair => pair.Value is not null).ToDictionary();
        foreach (string name in Staying)
        {
            if (!after.ContainsKey(name) && current.TryGetValue(name, out object? value))
                after[name] = value;
        }
        return after;
    }

    /// <summary>A machine that is neither a sandbox nor a container is there whether or not it is recorded here.</summary>
    private static ResourceState? Adopted(ResourceSpecification wanted) => MachineFile.Of(wanted) is not { } machine || ContainerServers.Is(machine.Kind) ? null : new()
    {
        Identity = wanted.Identity,
        Kind = wanted.Kind,
        ProviderId = wanted.Identity,
        Properties = wanted.Properties,
        Facts = SandboxFacts.OfMachine(machine),
    };

    private static IEnumerable<PropertyDifference> Differences(ResourceState current, ResourceSpecification wanted)
    {
        string kind = wanted.Connection?.Kind ?? Sandbox, was = current.Facts.GetValueOrDefault(SandboxFacts.Connection, Sandbox);
        if (kind != was)
            yield return new PropertyDifference(SandboxFacts.Connection, kind, was);
        if (kind == was && MachineFile.Of(wanted) is { } machine)
            foreach ((string property, string? want, string fact) in
                new[] { ("host", machine.Host, SandboxFacts.Address), (ContainerImage, machine.Image, SandboxFacts.Image) })
                if (want != current.Facts.GetValueOrDefault(fact))
                    yield return new PropertyDifference(property, want, current.Facts.GetValueOrDefault(fact));
        foreach (string name in wanted.Properties.Keys.Union(current.Properties.Keys).Order(StringComparer.Ordinal))
        {
            string? want = LocalJson.TextOf(wanted.Properties.GetValueOrDefault(name));
            string? have = LocalJson.TextOf(current.Properties.GetValueOrDefault(name)) ?? (name == "ports" ? Given(current) : null);
            if (want != have && !(want is null && Staying.Contains(name)))
                yield return new PropertyDifference(name, want, have);
        }
    }

    private static string? Given(ResourceState current) => current.Facts.GetValueOrDefault(SandboxFacts.PortCount) ?? "0";

    private static string? Shrinks(ResourceState current, ResourceSpecification wanted)
        => ServerSettings.Whole(wanted.Properties.GetValueOrDefault("disk")) is { } want
            && ServerSettings.Whole(current.Properties.GetValueOrDefault("disk")) is { } have && want < have
            ? $"The disk of {current.Identity} has {have} GiB and cannot shrink to {want}: what is on it could be lost. Delete the server and make it anew."
            : null;
}
