using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>
/// The shared resource port_range: what the servers of an infrastructure may take of this machine's loopback ports. Its one property, size, is how many
/// they may have together (port_range_size of the provider's settings, else any number). The ports themselves are taken a server at a time, when a script asks.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PortRangeResource(ServerStore store, LocalSettings settings)
{
    /// <summary>The resource's name.</summary>
    public const string Kind = "port_range";

    /// <summary>How many ports a range can have.</summary>
    public const int LargestSize = 8192;

    private const string Size = "size", FileName = ".ports.json";

    private static readonly Lock OneChange = new();

    private readonly string file = Path.Combine(store.Folder, FileName);

    /// <summary>The range of an infrastructure by its folder, or null.</summary>
    public static PortFile? Read(string folder) => LocalJson.Read<PortFile>(Path.Combine(folder, FileName));

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
        long? have = ServerSettings.Whole(current.Properties.GetValueOrDefault(Size)), want = SizeOf(wanted);
        return want == have ? new ResourceDiff(DiffKind.None, [])
            : new ResourceDiff(DiffKind.InPlace, [new PropertyDifference(Size, Text(want), Text(have))]);
    }

    /// <summary>What is there.</summary>
    public IEnumerable<ResourceState> Find(ResourceQuery query)
    {
        if (Read(store.Folder) is { Identity: { } identity, Token: { } token } ports
            && (query.Identity ?? identity) == identity
            && (query.Token is null || query.Token == token || query.Token == ports.ChangedBy))
            yield return StateOf(ports);
    }

    /// <summary>Makes, changes or removes it.</summary>
    public ResourceState? Change(ResourceChange change)
    {
        lock (OneChange)
        {
            PortFile? before = Read(store.Folder);
            if (change.Action == StepAction.Delete)
            {
                Delete(before);
                return null;
            }
            PortFile after = change.Action == StepAction.Create ? Create(before, change) : Update(before, change);
            if (!ReferenceEquals(before, after))
            {
                LocalFolder.Make(store.Folder, LocalFolder.Shown);
                LocalJson.Write(file, after);
            }
            return StateOf(after);
        }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private long? SizeOf(ResourceSpecification wanted) => ServerSettings.Whole(wanted.Properties.GetValueOrDefault(Size)) ?? settings.PortRangeSize;

    private PortFile Create(PortFile? before, ResourceChange change)
    {
        if (before?.Token == change.Token)
            return before!;
        if (before?.Token is not null)
            throw Conflict($"{before.Identity} is already there, made by another intent.");
        return new PortFile
        {
            Id = before?.Id ?? $"ports-{Guid.NewGuid():n}",
            Identity = change.Wanted.Identity,
            Token = change.Token,
            Limit = (int?)SizeOf(change.Wanted),
        };
    }

    private PortFile Update(PortFile? before, ResourceChange change)
    {
        if (before?.Token is null)
            throw new FailureException(new Failure { Kind = FailureKind.NotFound, Message = $"{change.Wanted.Identity} is not there." });
        return before.ChangedBy == change.Token ? before : before with { ChangedBy = change.Token, Limit = (int?)SizeOf(change.Wanted) };
    }

    private void Delete(PortFile? before)
    {
        if (before is null)
            return;
        List<string> users = [.. store.All().Where(server => server.PortCount > 0).Select(server => server.Identity)];
        if (users.Count > 0)
            throw Conflict($"The port range still serves {string.Join(", ", users)}. Delete these first.");
        File.Delete(file);
    }

    private static FailureException Conflict(string message) => new(new Failure { Kind = FailureKind.Conflict, Message = message });

    private static ResourceState StateOf(PortFile ports) => new()
    {
        Identity = ports.Identity!,
        Kind = Kind,
        ProviderId = ports.Id,
        Token = ports.Token,
        Properties = ports.Limit is { } limit ? new Dictionary<string, object?> { [Size] = (long)limit } : Values.None,
    };
}
