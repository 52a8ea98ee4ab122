using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class PortRangeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int tokens;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Create_Servers_TakesNoPorts()
    {
        LocalProvider provider = Open();
        await CreateAsync(provider, Range());
        ResourceState web = await CreateAsync(provider, Server("web", 4)), db = await CreateAsync(provider, Server("db", 0));
        Assert.Equal("4", web.Facts["port_count"]);
        Assert.DoesNotContain("port_base", web.Facts.Keys);
        Assert.DoesNotContain("port_count", db.Facts.Keys);
        Assert.False(File.Exists(folder["servers/test/web/ports.json"]));
    }

    [Fact]
    public async Task Delete_LastServerThenRange_GivesAllBack()
    {
        LocalProvider provider = Open();
        await CreateAsync(provider, Range());
        await CreateAsync(provider, Server("web", 4));
        FailureException inUse = await Assert.ThrowsAsync<FailureException>(() => ChangeAsync(provider, StepAction.Delete, Range()));
        Assert.Equal(FailureKind.Conflict, inUse.Failure.Kind);
        Assert.Contains("test/web", inUse.Message, StringComparison.Ordinal);

        await ChangeAsync(provider, StepAction.Delete, Server("web", 4));
        await ChangeAsync(provider, StepAction.Delete, Range());
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
    }

    [Fact]
    [Turns("providers.local.port_range_size")]
    [Turns("port_range.size")]
    public async Task Range_CreatedAgainAndResized_IsTheSame()
    {
        LocalProvider provider = Open(), limited = Open(("port_range_size", 300L));
        ResourceChange create = new() { Action = StepAction.Create, Wanted = Range(), Token = "once" };
        ResourceState first = (await provider.ChangeAsync(create, default))!;
        Assert.Equal(first.ProviderId, (await provider.ChangeAsync(create, default))!.ProviderId);
        Assert.Equal(DiffKind.None, provider.Diff(first, Range()).Kind);

        Assert.Equal([new PropertyDifference("size", "300", null)], limited.Diff(first, Range()).Differences);
        ResourceState sized = (await ChangeAsync(limited, StepAction.Update, Range()))!;
        Assert.Equal((first.ProviderId, 300L), (sized.ProviderId, sized.Properties["size"]));
        Assert.Equal(DiffKind.None, limited.Diff(sized, Range()).Kind);
        Assert.Equal(DiffKind.InPlace, provider.Diff(sized, Range()).Kind);
    }

    [Fact]
    public void Validate_PortsOfAMachine_AreAProblem()
    {
        ResourceSpecification machine = Server("web", 4) with
        {
            Connection = new ConnectionDefinition { Kind = "ssh", Settings = new Dictionary<string, object?> { ["host"] = "web.example" } },
        };
        SettingProblem problem = Assert.Single(Open().Validate(machine));
        Assert.Equal("ports", problem.Setting);
        Assert.Contains("has no effect on a server whose connection is ssh", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Open().Validate(machine with { Properties = new Dictionary<string, object?> { ["ports"] = 0L } }));
    }

    private static ResourceSpecification Range() => new() { Identity = "test/provider.local/port_range", Kind = "port_range" };

    private static ResourceSpecification Server(string name, int ports) => new()
    {
        Identity = $"test/{name}",
        Kind = "server",
        Properties = new Dictionary<string, object?> { ["ports"] = (long)ports },
    };

    private LocalProvider Open(params (string Name, object? Value)[] settings) => new(new ProviderContext
    {
        Infrastructure = "test",
        StatePath = folder.Path,
        Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    });

    private async Task<ResourceState> CreateAsync(LocalProvider provider, ResourceSpecification wanted)
        => (await ChangeAsync(provider, StepAction.Create, wanted))!;

    private Task<ResourceState?> ChangeAsync(LocalProvider provider, StepAction action, ResourceSpecification wanted)
        => provider.ChangeAsync(new ResourceChange { Action = action, Wanted = wanted, Token = $"token-{++tokens}" }, default);
}
