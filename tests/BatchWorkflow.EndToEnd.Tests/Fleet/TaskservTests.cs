using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>Those taskservs of the module that the fleet has none of, on a host with systemd and on one without.</summary>
[Collection(nameof(Lab))]
public sealed class TaskservTests : IAsyncLifetime
{
    private const string Workflow = """
        name: services
        infrastructure: infrastructure.yaml
        operations:
          - { id: servers, type: create, target: server, items: [with-systemd, without] }
          - { id: base, type: create, target: taskserv, items: [os], depends_on: [servers], timeout: 300 }
          - { id: services, type: create, target: taskserv, items: [resolv, nginx, postgresql, containerd], depends_on: [base], timeout: 300 }
        variables:
          os_timezone: Europe/Berlin
          os_packages: [tree]
          os_users:
            - { name: ada, shell: /bin/sh, groups: [users], authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJr1zX8bJ3Zg2y5o8W0rQe9v0t2mQm1cY7cZq0sXw3kF ada] }
          resolv_nameservers: [198.51.100.1]
          nginx_sites: [{ listen: 8080, names: [shop.test], root: /srv/shop }]
          postgresql_database: shop
          postgresql_password: env:SHOP_PASSWORD
          postgresql_settings: { work_mem: 8MB }
          containerd_snapshotter: native
        retry_policy: { max_attempts: 2, initial_delay: 1 }
        """;

    private const string Infrastructure = """
        name: two
        servers:
          - { name: with-systemd, cpu: 1, memory: 1024, disk: 10, taskservs: [os, resolv, nginx, postgresql, containerd], connection: { kind: ssh, host: 198.51.100.11, user: deploy, become: true } }
          - { name: without, cpu: 1, memory: 1024, disk: 10, taskservs: [os, resolv, nginx, postgresql, containerd], connection: { kind: ssh, host: 198.51.100.12, user: deploy, become: true } }
        """;

    private readonly TemporaryFolder folder = new();
    private Lab lab = null!;
    private ShellWorkflow services = null!;

    public async ValueTask InitializeAsync()
    {
        lab = await Lab.BuildAsync(folder.Path, ["tree", "nginx", "postgresql", "containerd"], "systemd", "none");
        await File.WriteAllTextAsync(folder["workflow.yaml"], Workflow);
        await File.WriteAllTextAsync(folder["infrastructure.yaml"], Infrastructure);
        services = new ShellWorkflow(new Shell(folder["state"], [.. lab.Within, "SHOP_PASSWORD=not-for-others"]), folder["state"], folder["workflow.yaml"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (lab is not null)
            await lab.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Services_OnBothKindsOfHost_AreInstalledAndRepairedAndUndone()
    {
        HostSnapshot[] before = await lab.SnapshotAsync();

        BatchRun installed = await services.SubmitAsync();
        Assert.Equal(installed.Steps, installed.StepsChanged);
        foreach (LabHost host in lab.Hosts)
        {
            Assert.Equal("8MB\n", await host.RunAsync("su postgres -c \"psql -Atc 'show work_mem'\""));
            Assert.Contains("Server:", await host.RunAsync("ctr version"), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await services.SubmitAsync()).StepsChanged);

        await lab.Hosts[0].RunAsync("systemctl stop postgresql");
        await lab.Hosts[1].RunAsync("service postgresql stop");
        BatchRun repaired = await services.SubmitAsync();
        Assert.Equal(
            ["services/postgresql@with-systemd", "services/postgresql@without"],
            repaired.StepList.Where(s => s.Changed).Select(s => s.Id).Order(StringComparer.Ordinal));

        await services.UndoAsync(installed);
        await lab.AreAsBeforeAsync(before);
    }
}
