using System.Reflection;
using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.Providers.Ssh;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests;

/// <summary>No setting of a provider or connection comes in without a test that turns it.</summary>
public sealed class SettingLawTests
{
    private const string Unknown = "qqqqqqqqqqqqqqqqqqqq";
    private static readonly Dictionary<string, object?> Wrong = new() { [Unknown] = 1L };

    private static readonly string[] Turned = [.. typeof(SettingLawTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
        .SelectMany(m => m.GetCustomAttributes<TurnsAttribute>()).Select(t => t.Setting).Distinct().Order(StringComparer.Ordinal)];

    [Fact]
    public void Setting_OfAConnection_IsTurnedByATest()
    {
        Check("ssh", Known(new SshConnectionFactory().Validate(new ConnectionDefinition { Kind = "ssh", Settings = Wrong })));
        Check("container", Known(new ContainerConnectionFactory().Validate(new ConnectionDefinition { Kind = "container", Settings = Wrong })));
        Check("local", []);
    }

    [Fact]
    public void Setting_OfTheLocalProvider_IsTurnedByATest()
    {
        if (OperatingSystem.IsWindows())
            return;
        ResourceSpecification server = new() { Identity = "test/web", Kind = "server" };
        Check("server", Known(Open(Values.None).Validate(server with { Properties = Wrong })));
        Check("providers.local", Known(Open(Wrong).Validate(server)));
        Check("port_range", Known(Open(Values.None).Validate(server with { Kind = "port_range", Properties = Wrong })));
    }

    /// <summary>The settings that an owner names when it is given one that it does not have.</summary>
    private static string[] Known(IReadOnlyList<SettingProblem> problems)
    {
        string hint = problems.Single(p => p.Setting.EndsWith(Unknown, StringComparison.Ordinal)).Hint!;
        return hint["It has ".Length..].Split(';')[0].TrimEnd('.').Split([", ", " and "], StringSplitOptions.None);
    }

    private static void Check(string owner, IEnumerable<string> known) =>
        Assert.Equal(known.Select(k => $"{owner}.{k}").Order(StringComparer.Ordinal), Turned.Where(t => t[..t.LastIndexOf('.')] == owner));

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static LocalProvider Open(IReadOnlyDictionary<string, object?> settings) =>
        new(new ProviderContext { Infrastructure = "test", StatePath = "/nowhere", Settings = settings });
}
