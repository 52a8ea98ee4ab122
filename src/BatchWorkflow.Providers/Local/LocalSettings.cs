using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Ports;
using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Local;

/// <summary>The settings under providers.local of an infrastructure file: what holds for servers that don't say otherwise, and for all of them together.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalSettings
{
    private const string PortsName = "ports", SizeName = "port_range_size";

    public LocalSettings(IReadOnlyDictionary<string, object?> settings)
    {
        Problems =
        [
            .. settings.Keys.Where(name => name is not (PortsName or SizeName)).Select(name => Problem(
                name, $"The local provider has no setting '{name}'.", $"It has {PortsName} and {SizeName}; settings of a server stand with the server.")),
            .. Outside(settings, PortsName, 0, ServerSettings.MostPorts),
            .. Outside(settings, SizeName, 1, PortRangeResource.LargestSize),
        ];
        Ports = (int)(ServerSettings.Whole(settings.GetValueOrDefault(PortsName)) ?? ServerSettings.UsualPorts);
        PortRangeSize = (int?)ServerSettings.Whole(settings.GetValueOrDefault(SizeName));
    }

    /// <summary>What is wrong with them.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; }

    /// <summary>How many ports a server gets.</summary>
    public int Ports { get; }

    /// <summary>How many ports the servers of an infrastructure may have together, or null for any number.</summary>
    public int? PortRangeSize { get; }

    private static IEnumerable<SettingProblem> Outside(IReadOnlyDictionary<string, object?> settings, string name, int least, int most)
    {
        if (settings.GetValueOrDefault(name) is { } value && (ServerSettings.Whole(value) is not { } whole || whole < least || whole > most))
            yield return Problem(name, $"{name} is '{value}', not a number of ports from {least} to {most}.", null);
    }

    private static SettingProblem Problem(string name, string message, string? hint) => new($"providers.local.{name}", message, hint);
}
