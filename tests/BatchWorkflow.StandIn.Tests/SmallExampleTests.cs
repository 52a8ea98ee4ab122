namespace BatchWorkflow.StandIn.Tests;

/// <summary>The scripts of examples/02-rollback and examples/03-cluster, run as real processes in sandboxes.</summary>
public sealed class SmallExampleTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    [Fact]
    public async Task Resolver_CacheOfMany_IsRefusedAndCanBeDeleted()
    {
        await using Sandbox server = new(state, Example.Rollback, "web-1");

        ScriptResult refused = await server.RunAsync("resolver", "create");

        Assert.NotEqual(0, refused.Code);
        Assert.Contains("etc/dnsmasq.conf:7: cache-size must be a whole number, not 'many'", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, (await server.RunAsync("resolver", "check")).Code);
        Assert.Equal(0, (await server.RunAsync("resolver", "delete")).Code);
        Assert.Empty(await server.DaemonsAsync());
    }

    [Theory]
    [InlineData("motd")]
    [InlineData("resolver")]
    public async Task RollbackTaskserv_OnTheRightServer_IsCreatedAndDeleted(string taskserv)
    {
        await using Sandbox server = new(state, Example.Rollback, "web-0");

        int[] codes =
        [
            (await server.RunAsync(taskserv, "check")).Code,
            (await server.RunAsync(taskserv, "create")).Code,
            (await server.RunAsync(taskserv, "check")).Code,
            (await server.RunAsync(taskserv, "delete")).Code,
        ];

        Assert.Equal([1, 0, 0, 0], codes);
        Assert.Empty(await server.DaemonsAsync());
    }

    [Theory]
    [InlineData("02-rollback", "web-0", "motd")]
    [InlineData("02-rollback", "web-0", "resolver")]
    [InlineData("03-cluster", "node-0", "base")]
    [InlineData("03-cluster", "node-0", "share")]
    public async Task Check_BeforeCreateAndAfterDelete_SaysAbsent(string example, string node, string taskserv)
    {
        await using Sandbox server = new(state, example == "02-rollback" ? Example.Rollback : Example.Cluster, node);

        ScriptResult before = await server.RunAsync(taskserv, "check");
        await server.RunAsync(taskserv, "create");
        await server.RunAsync(taskserv, "delete");
        ScriptResult after = await server.RunAsync(taskserv, "check");

        Assert.All([before, after], said => Assert.Equal((1, true), (said.Code, said.Output.Split('\n').Contains("::absent"))));
    }

    [Fact]
    public async Task Share_ChangedByDriftScript_IsFoundAndBroughtBack()
    {
        await using Sandbox server = new(state, Example.Cluster, "node-0");
        Assert.Equal(0, (await server.RunAsync("share", "create")).Code);
        Assert.Equal(0, (await server.HealthAsync("share")).Code);
        Assert.Equal(0, (await server.RunAsync("share", "check")).Code);

        ScriptResult drifting = await server.ShellAsync("share", $"sh '{Path.Combine(Example.Cluster.Path, "drift.sh")}' '{state.Path}'");
        Assert.True(drifting.Code == 0, drifting.ToString());
        ScriptResult drifted = await server.RunAsync("share", "check");
        Assert.Equal(1, drifted.Code);
        Assert.Contains(
            "::drift property=etc/ganesha/ganesha.conf wanted=\"    Access_Type = RO;\" found=\"    Access_Type = RW;\"", drifted.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await server.RunAsync("share", "create")).Code);
        Assert.Equal(0, (await server.RunAsync("share", "check")).Code);
        Assert.Equal(0, (await server.RunAsync("share", "delete")).Code);
        Assert.Empty(await server.DaemonsAsync());
    }

    [Fact]
    public async Task DriftScript_WithoutCluster_SaysWhatToDo()
    {
        await using Sandbox server = new(state, Example.Cluster, "node-1");

        ScriptResult refused = await server.ShellAsync("share", $"sh '{Path.Combine(Example.Cluster.Path, "drift.sh")}' '{state.Path}'");

        Assert.Equal(1, refused.Code);
        Assert.Contains("submit workflow.yaml first", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => state.Dispose();
}
