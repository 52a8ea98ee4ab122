using System.Diagnostics;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>The example 04-fleet as it ships, on three hosts that it reaches by SSH: one with systemd, two that have no such.</summary>
[Collection(nameof(Lab))]
public sealed class FleetTests : IAsyncLifetime
{
    private const string Workflow = "examples/04-fleet/workflow.yaml";
    private const string Ask = "ETCDCTL_API=3 etcdctl --endpoints=http://198.51.100.11:2378";

    private readonly TemporaryFolder folder = new();
    private Lab lab = null!;
    private ShellWorkflow fleet = null!;

    public async ValueTask InitializeAsync()
    {
        lab = await Lab.BuildAsync(folder.Path, ["etcd-server", "etcd-client", "haproxy", "prometheus-node-exporter"], "systemd", "none", "none");
        fleet = new ShellWorkflow(new Shell(folder["state"], lab.Within), folder["state"], Workflow);
    }

    public async ValueTask DisposeAsync()
    {
        if (lab is not null)
            await lab.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Fleet_CutOffInTheMiddleOfAStep_IsInstalledAndRepairedAndUndone()
    {
        HostSnapshot[] before = await lab.SnapshotAsync();

        BatchRun installed = await SubmitThroughACutAsync(lab.Hosts[1], "cluster/etcd@fleet-2");
        Assert.Equal((RunStatus.Succeeded, installed.Steps), (installed.Status, installed.StepsChanged));
        await ServesAsync();

        Assert.Equal(0, (await fleet.SubmitAsync()).StepsChanged);

        await File.AppendAllTextAsync(lab.Hosts[0]["/etc/haproxy/haproxy.cfg"], "# by hand\n");
        BatchRun repaired = await fleet.SubmitAsync();
        Assert.Equal(["services/haproxy@fleet-1"], repaired.StepList.Where(s => s.Changed).Select(s => s.Id));
        Assert.DoesNotContain("by hand", await File.ReadAllTextAsync(lab.Hosts[0]["/etc/haproxy/haproxy.cfg"]), StringComparison.Ordinal);

        await fleet.UndoAsync(installed);
        await lab.AreAsBeforeAsync(before);
    }

    /// <summary>Submits, and takes a host off the network while packages are being installed there, for longer than the connection waits for an answer.</summary>
    private async Task<BatchRun> SubmitThroughACutAsync(LabHost host, string step)
    {
        using Process submit = fleet.Start();
        Task<RunnerEnd> ending = Runner.EndAsync(submit);
        DateTimeOffset cut, back;
        try
        {
            string record = host["/var/lib/batchworkflow-taskservs/packages"];
            while (!(File.Exists($"{record}/wanted/etcd") && File.Exists($"{record}/before")))
            {
                Assert.False(ending.IsCompleted, ending.IsCompleted ? (await ending).ToString() : "");
                await Task.Delay(10);
            }
            await lab.SetLinkAsync(host, isUp: false);
            cut = DateTimeOffset.UtcNow;
            await Task.Delay(TimeSpan.FromSeconds(13));
            back = DateTimeOffset.UtcNow;
            await lab.SetLinkAsync(host, isUp: true);
        }
        catch
        {
            submit.Kill();
            throw;
        }
        RunnerEnd end = await ending;
        Assert.True(end.Code == 0, end.Output + end.Errors);

        BatchRun run = await fleet.NewestAsync();
        BatchStep hit = Assert.Single(run.StepList, s => s.Id == step);
        Assert.True(hit.Started < cut && hit.Ended > back, $"{step} was under way from {hit.Started:O} to {hit.Ended:O}, and the cut was from {cut:O} to {back:O}.");
        return run;
    }

    /// <summary>The cluster has three members, and a value that is written through the load balancer is read there.</summary>
    private async Task ServesAsync()
    {
        Assert.Equal("OK\n", await lab.Hosts[1].RunAsync($"{Ask} put greeting hello"));
        Assert.Equal("greeting\nhello\n", await lab.Hosts[2].RunAsync($"{Ask} get greeting"));
        string members = await lab.Hosts[0].RunAsync($"{Ask} member list");
        Assert.Equal(3, members.Split('\n').Count(line => line.Contains(" started,", StringComparison.Ordinal)));
        foreach (LabHost host in lab.Hosts)
            Assert.Equal($"{host.Name}\n", await host.RunAsync("hostname"));
    }
}
