using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local.Ports;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>Makes, changes, finds and deletes local servers.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalServers(ServerStore store, Func<PortRegistry> registry, LocalSettings settings, TimeProvider time)
{
    /// <summary>What is there: a record of a container that something else removed is of nothing.</summary>
    public async Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        IEnumerable<ServerFile> candidates = query.Identity is not { } identity ? store.All()
            : store.Find(identity) is { } one ? [one] : [];
        List<ServerFile> recorded = [.. candidates.Where(server => query.Token is null || server.Token == query.Token || server.ChangedBy == query.Token)];
        HashSet<ServerFile> gone = [];
        foreach (IGrouping<string?, ServerFile> engine in recorded.Where(IsContainer).GroupBy(server => server.Machine!.Engine))
        {
            IReadOnlySet<string> names = await ContainerServers.NamesAsync(engine.Key, cancellationToken);
            gone.UnionWith(engine.Where(server => !names.Contains(ContainerHost.NameOf(server.Identity, server.Id))));
        }
        return [.. recorded.Where(server => !gone.Contains(server)).Select(StateOf)];
    }

    /// <summary>Makes a server, unless this intent has made it before.</summary>
    public async Task<ResourceState?> CreateAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        string identity = change.Wanted.Identity;
        if (store.Find(identity) is { } recorded && IsContainer(recorded) && await FindAsync(new ResourceQuery(identity), cancellationToken) is [])
            await DeleteAsync(change, cancellationToken);
        if (store.Find(identity) is null)
        {
            MachineFile? machine = MachineFile.Of(change.Wanted);
            bool isContainer = ContainerServers.Is(machine?.Kind);
            if (isContainer)
                await ContainerServers.StartAsync(change, cancellationToken);
            store.TryMake(new ServerFile
            {
                Identity = identity,
                Id = isContainer ? ContainerServers.IdOf(change.Token) : Guid.NewGuid().ToString("n"),
                Token = change.Token,
                Machine = machine,
                Properties = ServerDiff.Apply(Values.None, change.Wanted.Properties),
                PortCount = machine is null ? ServerSettings.PortsOf(change.Wanted) ?? settings.Ports : 0,
            });
        }
        ServerFile? there = store.Find(identity);
        return there?.Token == change.Token ? StateOf(there)
            : throw Failed(FailureKind.Conflict, $"The local server {identity} was made or deleted by somebody else at the same time.");
    }

    /// <summary>Changes a server in place.</summary>
    public Task<ResourceState?> UpdateAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ServerFile there = store.Find(change.Wanted.Identity)
            ?? throw Failed(FailureKind.NotFound, $"The local server {change.Wanted.Identity} is not there.");
        ResourceDiff diff = ServerDiff.Compare(StateOf(there), change.Wanted);
        if (diff.Kind is DiffKind.Replace or DiffKind.Refused)
            throw Failed(FailureKind.Validation, diff.Reason
                ?? $"{there.Identity} cannot get another {string.Join(", ", diff.Differences.Select(difference => difference.Property))} in place.");
        if (there.ChangedBy != change.Token)
        {
            there = there with
            {
                ChangedBy = change.Token,
                Machine = MachineFile.Of(change.Wanted),
                Properties = ServerDiff.Apply(there.Properties, change.Wanted.Properties),
            };
            store.Rewrite(there);
        }
        return Task.FromResult<ResourceState?>(StateOf(there));
    }

    /// <summary>Ends a server's daemons, then deletes it.</summary>
    public async Task<ResourceState?> DeleteAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        string identity = change.Wanted.Identity;
        ServerFile? there = store.Find(identity);
        ServerPorts ports = new(store.PathOf(identity));
        bool hadPorts = ports.Find() is not null;
        MachineFile? machine = there is null ? MachineFile.Of(change.Wanted) : there.Machine;
        if (ContainerServers.Is(machine?.Kind))
            await ContainerServers.RemoveAsync(identity, machine!.Engine, cancellationToken);
        if (there is not null)
            await Daemons.EndAsync(there, store.PathOf(identity), time, cancellationToken);
        store.Remove(identity);
        // A script that still ran may have started one more before the folder was gone.
        if (there is not null)
            await Daemons.EndAsync(there, store.PathOf(identity), time, cancellationToken);
        if (hadPorts)
            await ports.GiveBackAsync(registry(), cancellationToken);
        return null;
    }

    private static bool IsContainer(ServerFile server) => ContainerServers.Is(server.Machine?.Kind);

    private ResourceState StateOf(ServerFile server)
    {
        Dictionary<string, string> facts = server.Machine is { } machine ? SandboxFacts.OfMachine(machine) : new()
        {
            [SandboxFacts.RootFact] = store.RootOf(server.Identity),
            [SandboxFacts.Address] = "127.0.0.1",
        };
        if (server.PortCount > 0)
        {
            facts[SandboxFacts.PortCount] = server.PortCount.ToString(CultureInfo.InvariantCulture);
            if ((new ServerPorts(store.PathOf(server.Identity)).Find() ?? server.Ports) is { } block)
                facts[SandboxFacts.PortBase] = block.Base.ToString(CultureInfo.InvariantCulture);
        }
        return new ResourceState
        {
            Identity = server.Identity,
            Kind = "server",
            ProviderId = server.Id,
            Token = server.Token,
            Properties = server.Properties,
            Facts = facts,
        };
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });
}
