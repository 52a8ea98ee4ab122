using System.Security.Cryptography;
using System.Text;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What was observed, and which of it the plan used: the hash is over exactly that.</summary>
internal sealed class ObservedFacts(Observed observed)
{
    private readonly Dictionary<string, string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<(string Server, string Taskserv)> _asked = [];
    private Dictionary<string, TimeSpan>? _longest;

    /// <summary>The checks whose answers the plan hangs on, by the server's identity and the taskserv's name, whether they were run or not.</summary>
    public IReadOnlyCollection<(string Server, string Taskserv)> Asked => _asked;

    /// <summary>The server or shared resource as its provider found it, or null.</summary>
    public ResourceState? Find(string identity)
    {
        ResourceState? found = observed.Resources.GetValueOrDefault(identity);
        _used["resource " + identity] = found?.ProviderId ?? "-";
        return found;
    }

    /// <summary>A property of a server as its provider found it, or null.</summary>
    public object? Property(string identity, string name)
    {
        object? value = observed.Resources.GetValueOrDefault(identity)?.Properties.GetValueOrDefault(name);
        _used[$"property {identity} {name}"] = CanonicalText.Of(value);
        return value;
    }

    /// <summary>A size that the server told when it was last reached, in the units of the infrastructure file; null when it is not known.</summary>
    public long? Told(string identity, string property)
    {
        ServerFacts? told = observed.Records.GetValueOrDefault(identity)?.Told;
        int? size = property switch { "cpu" => told?.Cpu, "memory" => told?.Memory, "disk" => told?.Disk, _ => null };
        _used[$"told {identity} {property}"] = CanonicalText.Of(size);
        return size;
    }

    /// <summary>How what is there differs from what is wanted; only the answer counts as used, not every property.</summary>
    public ResourceDiff Diff(Provider provider, ResourceState? current, ResourceSpecification wanted, string step)
    {
        ResourceDiff diff = provider.Diff(current, wanted);
        _used["diff " + step] = $"{diff.Kind} {string.Join("; ", diff.Differences)}";
        return diff;
    }

    /// <summary>What a taskserv's check answered, or null when it was not asked.</summary>
    public CheckAnswer? Check(string identity, string taskserv)
    {
        _asked.Add((identity, taskserv));
        if (observed.Checks.Count == 0)
            return null;
        CheckAnswer? answer = observed.Checks.GetValueOrDefault((identity, taskserv));
        _used[$"check {identity} {taskserv}"] = answer is null ? "-" : $"{answer.AsWanted}{(answer.SaysAbsent ? " absent" : answer.IsTold ? "" : " silent")} {string.Join("; ", answer.Differences)}";
        return answer;
    }

    /// <summary>How a taskserv was last installed, or null when that is not recorded.</summary>
    public TaskservRecord? Record(string identity, string taskserv)
    {
        TaskservRecord? record = observed.Records.GetValueOrDefault(identity)?.Taskservs.GetValueOrDefault(taskserv);
        _used[$"taskserv {identity} {taskserv}"] = record is null
            ? "-"
            : $"{record.Version} {CanonicalText.Of(record.Variables)} {CanonicalText.Of(record.Files)}";
        return record;
    }

    /// <summary>The run that last wrote a record.</summary>
    public string? RunOf(string identity) => observed.Records.GetValueOrDefault(identity)?.RunId;

    /// <summary>The taskservs that are recorded on a server.</summary>
    public IReadOnlyCollection<string> RecordedOn(string identity)
    {
        if (observed.Records.GetValueOrDefault(identity) is not { Taskservs.Count: > 0 } record)
            return [];
        List<string> names = [.. record.Taskservs.Keys.Order(StringComparer.Ordinal)];
        _used["recorded " + identity] = string.Join(' ', names);
        return names;
    }

    /// <summary>The identities of the servers that exist and may be the provider's: known as its own, or known as nobody's.</summary>
    public IReadOnlyList<string> ServersOf(string provider, Sites sites)
    {
        Dictionary<string, string> providers = new(StringComparer.Ordinal);
        foreach (ServerSite site in sites.All)
            providers.TryAdd(site.Identity, site.Server.Provider);
        List<string> identities = [];
        foreach ((string identity, ResourceState state) in observed.Resources)
        {
            string? owner = providers.GetValueOrDefault(identity) ?? observed.Records.GetValueOrDefault(identity)?.Provider;
            if (state.Kind == Specifications.ServerKind && (owner ?? provider) == provider)
                identities.Add(identity);
        }
        identities.Sort(StringComparer.Ordinal);
        _used["servers " + provider] = string.Join(' ', identities);
        return identities;
    }

    /// <summary>How long the taskserv took to create: on this server, else the longest on another. Plans do not hang on it.</summary>
    public TimeSpan? DurationOf(string identity, string taskserv) =>
        observed.Records.GetValueOrDefault(identity)?.Taskservs.GetValueOrDefault(taskserv)?.Duration
        ?? ((_longest ??= Longest()).TryGetValue(taskserv, out TimeSpan longest) ? longest : null);

    /// <summary>SHA-256 in hex over what was used.</summary>
    public string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string subject, string fact) in _used.OrderBy(f => f.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{subject}\n{fact}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Dictionary<string, TimeSpan> Longest()
    {
        Dictionary<string, TimeSpan> longest = new(StringComparer.Ordinal);
        foreach (TaskservRecord record in observed.Records.Values.SelectMany(r => r.Taskservs.Values))
            if (record.Duration is { } duration && duration > longest.GetValueOrDefault(record.Name))
                longest[record.Name] = duration;
        return longest;
    }
}
