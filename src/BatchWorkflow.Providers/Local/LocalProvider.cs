using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Ports;
using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Local;

/// <summary>
/// Makes servers that are folders of the state: servers/infrastructure/server with root, daemons and server.json. What each property
/// takes to change is with <see cref="ServerDiff"/>.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalProvider : Provider
{
    private readonly LocalSettings settings;
    private readonly LocalServers servers;
    private readonly PortRangeResource ports;

    public LocalProvider(ProviderContext context)
    {
        Infrastructure = context.Infrastructure;
        settings = new LocalSettings(context.Settings);
        ServerStore store = new(context.StatePath, context.Infrastructure);
        servers = new LocalServers(store, () => PortRegistry.Of(context.StatePath), settings, context.Time);
        ports = new PortRangeResource(store, settings);
    }

    /// <summary>The infrastructure whose servers it holds.</summary>
    public string Infrastructure { get; }

    /// <inheritdoc />
    public override ProviderDependencies Limits { get; } = new()
    {
        RequiresNetwork = true,
        NetworkBeforeServers = true,
        SharedResources = [PortRangeResource.Kind],
    };

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted) =>
    [
        .. ThisMachine.Problems("provider"),
        .. settings.Problems,
        .. IsPorts(wanted) ? PortRangeResource.Problems(wanted) : ServerSettings.Problems(wanted),
    ];

    /// <inheritdoc />
    public override ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted)
        => IsPorts(wanted) ? ports.Diff(current, wanted) : ServerDiff.Compare(current, wanted);

    /// <inheritdoc />
    public override async Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. ports.Find(query), .. await servers.FindAsync(query, cancellationToken)];
    }

    /// <inheritdoc />
    public override Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken) => (change.Action, IsPorts(change.Wanted)) switch
    {
        (StepAction.Create, false) => servers.CreateAsync(change, cancellationToken),
        (StepAction.Update, false) => servers.UpdateAsync(change, cancellationToken),
        (StepAction.Delete, false) => servers.DeleteAsync(change, cancellationToken),
        (StepAction.Create or StepAction.Update or StepAction.Delete, true) => Task.FromResult(ports.Change(change)),
        _ => throw new ArgumentException($"A provider is never asked to {change.Action}.", nameof(change)),
    };

    private static bool IsPorts(ResourceSpecification wanted) => wanted.Kind == PortRangeResource.Kind;
}
