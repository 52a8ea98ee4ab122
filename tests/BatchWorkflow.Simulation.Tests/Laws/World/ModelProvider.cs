namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Makes, changes and deletes servers of the model. cpu is changed in place, image needs a replacement; a server with a host is a machine of its own.</summary>
internal sealed class ModelProvider(ModelWorld world, string name, string infrastructure, TimeProvider time, string starter) : Provider
{
    /// <inheritdoc />
    public override ProviderDependencies Limits => world.Limits[name];

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ResourceSpecification wanted) => [];

    /// <inheritdoc />
    public override ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []) { Adopts = Adopted(wanted) };
        List<PropertyDifference> differences = [];
        foreach (string property in new[] { "cpu", "image" })
            if (wanted.Properties.GetValueOrDefault(property)?.ToString() is { } value && current.Properties.GetValueOrDefault(property)?.ToString() is var found && value != found)
                differences.Add(new PropertyDifference(property, value, found));
        return new ResourceDiff(
            differences.Count == 0 ? DiffKind.None : differences.Exists(d => d.Property == "image") ? DiffKind.Replace : DiffKind.InPlace, differences);
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<ResourceState>> FindAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        string what = query.Identity is { } identity ? Short(identity) : "all";
        TraceEntry entry = Begin("find", what);
        try
        {
            Fault? fault = query.Identity is null ? null : world.Faults.Next(entry.Call);
            await Task.Delay(fault?.Kind == FaultKind.Hangs ? Timeout.InfiniteTimeSpan : world.DurationOf(entry.Call), time, cancellationToken);
            if (fault is not null)
                throw Failed(fault.Failure, $"{entry.Call} went wrong");
            return await world.CallAsync<IReadOnlyList<ResourceState>>(entry.Call, () =>
                [.. All().Where(r => (query.Identity is null || r.Identity == query.Identity) && (query.Token is null || r.Token == query.Token))], cancellationToken);
        }
        finally
        {
            world.Trace.End(entry);
        }
    }

    /// <inheritdoc />
    public override async Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        string what = Short(change.Wanted.Identity);
        TraceEntry entry = Begin(change.Action.ToString().ToLowerInvariant(), what);
        try
        {
            Fault? fault = world.Faults.Next(entry.Call);
            await Task.Delay(world.DurationOf(entry.Call), time, cancellationToken);
            await world.CallAsync($"{entry.Call} {change.Token}", () => (fault is null || fault.Effect) && Apply(change, what, entry), cancellationToken);
            if (fault?.Kind == FaultKind.Hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            if (fault is not null)
                throw Failed(fault.Failure, $"{entry.Call} went wrong");
            return All().FirstOrDefault(r => r.Identity == change.Wanted.Identity);
        }
        finally
        {
            world.Trace.End(entry);
        }
    }

    /// <summary>The connection's setting that names a machine which is there already.</summary>
    public const string HostName = "host";

    private TraceEntry Begin(string action, string what) => world.Trace.Begin(new TraceEntry
    {
        Action = action,
        On = what,
        Time = time.GetUtcNow(),
        Provider = name,
        Server = what,
        Starter = starter,
    });

    /// <summary>web-1 of infra/web-1; alpha/net of infra/provider.alpha/net.</summary>
    private string Short(string identity) => identity[(infrastructure.Length + 1)..].Replace("provider.", "", StringComparison.Ordinal);

    private static ResourceState? Adopted(ResourceSpecification wanted) => wanted.Connection?.Settings.ContainsKey(HostName) != true ? null
        : new ResourceState { Identity = wanted.Identity, Kind = wanted.Kind, ProviderId = "", Properties = wanted.Properties };

    private IEnumerable<ResourceState> All() => world.Machines.Values
        .Where(m => m.IsKnown && m.Id.StartsWith(name, StringComparison.Ordinal)).Select(m => m.ToState(infrastructure))
        .Concat(world.Shared.Where(s => s.Key.StartsWith(name + "/", StringComparison.Ordinal)).Select(s => new ResourceState
        {
            Identity = $"{infrastructure}/provider.{s.Key}",
            Kind = s.Key[(name.Length + 1)..],
            ProviderId = s.Value,
            Token = world.SharedTokens.GetValueOrDefault(s.Key),
        }));

    private bool Apply(ResourceChange change, string what, TraceEntry entry)
    {
        if (change.Wanted.Kind != "server")
            ApplyShared(change, what, entry);
        else
            ApplyServer(change, what, entry);
        return entry.Changed;
    }

    private void ApplyShared(ResourceChange change, string what, TraceEntry entry)
    {
        if (change.Action == StepAction.Delete && world.Machines.Values.Any(m => m.IsKnown && m.Id.StartsWith(name, StringComparison.Ordinal)))
            throw Failed(FailureKind.Conflict, $"servers still use {what}.");
        entry.Changed = change.Action == StepAction.Delete ? world.Shared.Remove(what) : world.Shared.TryAdd(what, world.NewId(what));
        if (entry.Changed)
            world.SharedTokens[what] = change.Token;
    }

    private void ApplyServer(ResourceChange change, string what, TraceEntry entry)
    {
        Machine? there = Known(what);
        switch (change.Action)
        {
            case StepAction.Create when there is null && world.Machines.TryGetValue(what, out Machine? host):
                (host.IsKnown, host.Id, host.Token, host.Properties) = (true, world.NewId($"{name}-{what}"), change.Token, change.Wanted.Properties);
                entry.Changed = true;
                break;
            case StepAction.Create when there is null:
                world.Machines[what] = new Machine { Name = what, Id = world.NewId($"{name}-{what}"), Token = change.Token, Properties = change.Wanted.Properties };
                entry.Changed = true;
                break;
            case StepAction.Create when there.Token != change.Token:
                throw Failed(FailureKind.Conflict, $"{what} is already there, made by another intent.");
            case StepAction.Update:
                entry.Changed = there is not null;
                (there ?? throw Failed(FailureKind.NotFound, $"{what} is not there.")).Properties = change.Wanted.Properties;
                break;
            case StepAction.Delete when there is { IsAdopted: true }:
                there.IsKnown = false;
                entry.Changed = true;
                break;
            case StepAction.Delete when there is not null:
                Destroy(there);
                entry.Changed = true;
                break;
            default:
                break;
        }
    }

    private Machine? Known(string what) => world.Machines.TryGetValue(what, out Machine? machine) && machine.IsKnown ? machine : null;

    private void Destroy(Machine machine)
    {
        world.Machines.Remove(machine.Name);
        machine.IsGone = true;
        foreach (ModelScript? script in machine.Scripts.Values)
            script?.End();
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });
}
