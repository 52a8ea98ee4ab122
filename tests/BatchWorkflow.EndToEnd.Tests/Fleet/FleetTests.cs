using System.Diagnostics;
using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>The example 04-fleet as it ships, on three hosts that it reaches by SSH: one with systemd, two that have no such.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const string Workflow = "examples/04-fleet/workflow.yaml";
    private const string Ask = "ETCDCTL_API=3 etcdctl --endpoints=http://198.51.100.11:2378";

    private readonly TemporaryFolder folder = new();
    private Lab lab = null!;
    private Shell shell = null!;

    public async ValueTask InitializeAsync()
    {
        lab = await Lab.BuildAsync(folder.Path, "systemd", "none", "none");
        shell = new Shell(folder["state"], lab.Within);
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
        HostSnapshot[] before = await Task.WhenAll(lab.Hosts.Select(HostSnapshot.OfAsync));

        BatchRun installed = await SubmitThroughACutAsync(lab.Hosts[1], "cluster/etcd@fleet-2");
        Assert.Equal((RunStatus.Succeeded, installed.Steps), (installed.Status, installed.StepsChanged));
        await ServesAsync();

        BatchRun again = await SubmitAsync();
        Assert.Equal((RunStatus.Succeeded, 0), (again.Status, again.StepsChanged));

        await File.AppendAllTextAsync(lab.Hosts[0]["/etc/haproxy/haproxy.cfg"], "# by hand\n");
        BatchRun repaired = await SubmitAsync();
        Assert.Equal(["services/haproxy@fleet-1"], repaired.StepList.Where(s => s.Changed).Select(s => s.Id));
        Assert.DoesNotContain("by hand", await File.ReadAllTextAsync(lab.Hosts[0]["/etc/haproxy/haproxy.cfg"]), StringComparison.Ordinal);

        await RunAsync("Invoke-BatchRollback", installed.Id, "-Force");
        HostSnapshot[] after = await Task.WhenAll(lab.Hosts.Select(HostSnapshot.OfAsync));
        for (int host = 0; host < before.Length; host++)
        {
            Assert.Contains(before[host].Of("process"), process => process.Contains("sshd", StringComparison.Ordinal));
            IReadOnlyList<string> left = after[host].Since(before[host]);
            Assert.True(left.Count == 0, string.Join('\n', left));
        }
    }

    /// <summary>Submits, and takes a host off the network while packages are being installed there, for longer than the connection waits for an answer.</summary>
    private async Task<BatchRun> SubmitThroughACutAsync(LabHost host, string step)
    {
        using Process submit = shell.Start("Submit-BatchWorkflow", Workflow);
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

        BatchRun run = await NewestAsync();
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

    private async Task<BatchRun> SubmitAsync()
    {
        await RunAsync("Submit-BatchWorkflow", Workflow);
        return await NewestAsync();
    }

    private async Task RunAsync(params string[] words)
    {
        RunnerEnd end = await shell.RunAsync(words);
        Assert.True(end.Code == 0, end.Output + end.Errors);
    }

    private async Task<BatchRun> NewestAsync()
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = folder["state"] });
        BatchRun newest = await engine.ListAsync(run => Assert.Fail(run.ToString()), CancellationToken.None).FirstAsync();
        return await engine.GetAsync(newest.Id, CancellationToken.None);
    }
}
