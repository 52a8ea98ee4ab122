using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>The example 04-fleet as it ships, on three containers, where an engine runs them and they reach Debian's archive.</summary>
[Collection(nameof(Lab))]
public sealed class ContainerFleetTests : IDisposable
{
    private const string Ask = "ETCDCTL_API=3 etcdctl --endpoints=http://127.0.0.1:2378";

    private readonly TemporaryFolder folder = new();
    private readonly ShellWorkflow fleet;

    public ContainerFleetTests() => fleet = new ShellWorkflow(
        new Shell(folder["state"]), folder["state"], "examples/04-fleet/workflow.yaml", "-Variable", "@{ infrastructure = 'containers/infrastructure.yaml' }");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fleet_InContainers_IsInstalledAndRepairedAndGone()
    {
        await Containers.RequireAsync("apt-get", "update");
        BatchRun installed = await fleet.SubmitAsync();
        try
        {
            Assert.Equal(installed.Steps, installed.StepsChanged);
            string first = Assert.Single(await ContainersAsync(), name => name.Contains("fleet-1", StringComparison.Ordinal));
            string members = await Containers.RunAsync("exec", first, "sh", "-c", $"{Ask} member list");
            Assert.Equal(3, members.Split('\n').Count(line => line.Contains(" started,", StringComparison.Ordinal)));

            Assert.Equal(0, (await fleet.SubmitAsync()).StepsChanged);

            await Containers.RunAsync("exec", first, "service", "haproxy", "stop");
            Assert.Equal(["services/haproxy@fleet-1"], (await fleet.SubmitAsync()).StepList.Where(s => s.Changed).Select(s => s.Id));
        }
        finally
        {
            await fleet.UndoAsync(installed);
        }
        Assert.Empty(await ContainersAsync());
    }

    private static async Task<IReadOnlyList<string>> ContainersAsync() =>
        (await Containers.RunAsync("ps", "--all", "--filter", "label=batchworkflow.identity", "--format", "{{.Names}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name.Contains("fleet", StringComparison.Ordinal)).ToList();
}
