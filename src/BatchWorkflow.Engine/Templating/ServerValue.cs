using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// A server as templates see it: name, provider, cpu, memory, disk, labels, taskservs, the provider's settings by their names, its own
/// variables, and once it is there facts and address.
/// </summary>
internal static class ServerValue
{
    private static readonly string[] Told = ["os", "version", "kernel", "hostname", "cpu", "memory", "disk", "addresses"];
    private static readonly string[] Always = ["provider", "cpu", "memory", "disk", "labels", "taskservs", "variables"];

    /// <summary>A server of which only the definition is known.</summary>
    public static IReadOnlyDictionary<string, object?> Of(ServerDefinition server) => Of(server, known: null);

    /// <summary>A server that is there.</summary>
    /// <param name="server">Its definition.</param>
    /// <param name="known">What its provider and it itself tell of it; null when it is not known to be there.</param>
    public static IReadOnlyDictionary<string, object?> Of(ServerDefinition server, KnownServer? known)
    {
        Dictionary<string, object?> value = new(StringComparer.Ordinal);
        foreach ((string name, object? setting) in server.Settings)
            value[name] = Known(setting);
        value["name"] = server.Name;
        value["provider"] = server.Provider;
        value["cpu"] = (long?)server.Cpu;
        value["memory"] = (long?)server.Memory;
        value["disk"] = (long?)server.Disk;
        value["labels"] = server.Labels.ToDictionary(l => l.Key, l => (object?)l.Value, StringComparer.Ordinal);
        value["taskservs"] = server.Taskservs;
        value["variables"] = server.Variables.ToDictionary(v => v.Key, v => HiddenValues.Hide(v.Key, Known(v.Value)), StringComparer.Ordinal);
        value["facts"] = known is null ? Unknowns.UntilThere : Facts(known);
        value["address"] = known is null ? Unknowns.UntilThere : known.Found.GetValueOrDefault("address") ?? (known.Told is { Addresses: [{ } first, ..] } ? first : null);
        return value;
    }

    /// <summary>A server while its file is read.</summary>
    public static IReadOnlyDictionary<string, object?> Of(MapNode server)
    {
        Dictionary<string, object?> value = new(StringComparer.Ordinal);
        foreach (MapEntry entry in server.Entries)
            value[entry.Key] = HiddenValues.Hide(entry.Key, Known(TreeValues.Of(entry.Value)));
        foreach (string name in Always)
            value.TryAdd(name, name == "provider" ? "local" : null);
        value["facts"] = value["address"] = Unknowns.UntilThere;
        return value;
    }

    private static Dictionary<string, object?> Facts(KnownServer known)
    {
        Dictionary<string, object?> facts = new(StringComparer.Ordinal);
        if (known.IsToBeAsked)
        {
            foreach (string name in Told)
                facts[name] = Unknowns.UntilThere;
        }
        else if (known.Told is { } told)
        {
            facts["os"] = told.Os;
            facts["version"] = told.Version;
            facts["kernel"] = told.Kernel;
            facts["hostname"] = told.HostName;
            facts["cpu"] = (long?)told.Cpu;
            facts["memory"] = (long?)told.Memory;
            facts["disk"] = (long?)told.Disk;
            facts["addresses"] = told.Addresses;
        }
        foreach ((string name, string value) in known.Found)
            facts[name] = value;
        return facts;
    }

    /// <summary>A value with a mark for each text that is yet to be rendered.</summary>
    private static object? Known(object? value) => value switch
    {
        TemplateText => Unknowns.WhileLoading,
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(e => e.Key, e => Known(e.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(Known).ToList(),
        _ => value,
    };
}
