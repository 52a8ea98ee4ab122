using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>
/// The shared resource port_range: loopback ports of this machine that no other infrastructure has. Its one property, size, is how many
/// there are at least (port_range_size of the provider's settings, else 256); it grows in place and never shrinks.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PortRangeResource(PortRange range, ServerStore store, LocalSettings settings)
{
    /// <summary>The resource's name.</summary>
    public const string Kind = "port_range";

    /// <summary>How many ports a range can have.</summary>
    public const int LargestSize = 8192;

    private const string Size = "size";

    /// <summary>What is wrong with wanted properties.</summary>
    public static IEnumerable<SettingProblem> Problems(ResourceSpecification wanted)
    {
        foreach ((string name, object? value) in wanted.Properties)
        {
            if (name != Size)
                yield return new SettingProblem(name, $"The port range has no setting '{name}'.", $"It has {Size}.");
            else if (value is not null && ServerSettings.Whole(value) is not (>= 1 and <= LargestSize))
                yield return new SettingProblem(name, $"{Size} is '{value}', not a number of ports from 1 to {LargestSize}.");
        }
    }

    /// <summary>How the range differs from what is wanted.</summary>
    public ResourceDiff Diff(ResourceState? current, ResourceSpecification wanted)
    {
        if (current is null)
            return new ResourceDiff(DiffKind.Missing, []);
        long have = ServerSettings.Whole(current.Properties.GetValueOrDefault(Size)) ?? 0, want = SizeOf(wanted);
        return want <= have ? new ResourceDiff(DiffKind.None, [])
            : new ResourceDiff(DiffKind.InPlace, [new PropertyDifference(Size, Text(want), Text(have))]);
    }

    /// <summary>What is there.</summary>
    public IEnumerable<ResourceState> Find(ResourceQuery query)
    {
        if (range.Find() is { Identity: { } identity, Token: { } token } ports
            && (query.Identity ?? identity) == identity
            && (query.Token is null || query.Token == token || query.Token == ports.ChangedBy))
            yield return StateOf(ports);
    }

    /// <summary>Reserves, enlarges or gives back.</summary>
    public async Task<ResourceState?> ChangeAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        PortFile? after = await range.ChangeAsync(
            before => change.Action switch
            {
                StepAction.Create => Create(before, change),
                StepAction.Update => Update(before, change),
                _ => Delete(before),
            },
            cancellationToken);
        return change.Action == StepAction.Delete ? null : StateOf(after!);
    }

    private int SizeOf(ResourceSpecification wanted)
        => (int)(ServerSettings.Whole(wanted.Properties.GetValueOrDefault(Size)) ?? settings.PortRangeSize);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private PortFile Create(PortFile? before, ResourceChange change)
    {
        if (before?.Token == change.Token)
            return before;
        if (before?.Token is not null)
            throw Conflict($"{before.Identity} is already there, made by another intent.");
        PortFile ports = before ?? PortRange.NewFile(SizeOf(change.Wanted));
        return range.Grown(ports with { Identity = change.Wanted.Identity, Token = change.Token }, SizeOf(change.Wanted));
    }

    private PortFile Update(PortFile? before, ResourceChange change)
    {
        if (before?.Token is null)
            throw new FailureException(new Failure { Kind = FailureKind.NotFound, Message = $"{change.Wanted.Identity} is not there." });
        return before.ChangedBy == change.Token ? before
            : range.Grown(before with { ChangedBy = change.Token }, SizeOf(change.Wanted));
    }

    private PortFile? Delete(PortFile? before)
    {
        List<string> users = [.. store.All().Where(server => server.Ports is not null).Select(server => server.Identity)];
        return users.Count == 0 ? null
            : before is null ? before
            : throw Conflict($"The port range still serves {string.Join(", ", users)}. Delete these first.");
    }

    private static FailureException Conflict(string message) => new(new Failure { Kind = FailureKind.Conflict, Message = message });

    private static ResourceState StateOf(PortFile ports) => new()
    {
        Identity = ports.Identity!,
        Kind = Kind,
        ProviderId = ports.Id,
        Token = ports.Token,
        Properties = new Dictionary<string, object?> { [Size] = (long)ports.Ranges.Sum(block => block.Count) },
        Facts = new Dictionary<string, string>
        {
            [SandboxFacts.PortBase] = Text(ports.Ranges[0].Base),
            [SandboxFacts.PortCount] = Text(ports.Ranges[0].Count),
        },
    };
}
