using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

/// <summary>Settings of local servers and of their provider, turned one way and the other.</summary>
public sealed class LocalSettingTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Theory]
    [InlineData("cpu", 1L, 2L)]
    [InlineData("memory", 512L, 1024L)]
    [InlineData("disk", 10L, 20L)]
    [InlineData("image", "debian-12", "debian-13")]
    [InlineData("network", "one", "two")]
    [InlineData("plan", "small", "large")]
    [InlineData("storage", "slow", "fast")]
    [InlineData("zone", "fi-hel1", "de-fra1")]
    [InlineData("ports", 4L, 8L)]
    [Turns("server.cpu")]
    [Turns("server.memory")]
    [Turns("server.disk")]
    [Turns("server.image")]
    [Turns("server.network")]
    [Turns("server.plan")]
    [Turns("server.storage")]
    [Turns("server.zone")]
    [Turns("server.ports")]
    public async Task Server_AnotherSetting_IsAnotherServer(string name, object one, object other)
    {
        await using LocalProvider provider = Open();
        ResourceState made = await CreateAsync(provider, (name, one));
        Assert.Equal(one, made.Properties[name]);
        Assert.Equal(DiffKind.None, provider.Diff(made, Server((name, one))).Kind);
        Assert.Equal([new PropertyDifference(name, $"{other}", $"{one}")], provider.Diff(made, Server((name, other))).Differences);
    }

    [Fact]
    [Turns("server.labels")]
    public async Task Server_OtherLabels_AreAnotherServer()
    {
        await using LocalProvider provider = Open();
        (string, object?) Role(string role) => ("labels", new Dictionary<string, object?> { ["role"] = role });
        ResourceState made = await CreateAsync(provider, Role("web"));
        Assert.Equal(DiffKind.None, provider.Diff(made, Server(Role("web"))).Kind);
        Assert.Equal(DiffKind.InPlace, provider.Diff(made, Server(Role("db"))).Kind);
    }

    [Theory]
    [InlineData(4L)]
    [InlineData(8L)]
    [Turns("providers.local.ports")]
    public async Task Ports_OfTheProvider_AreThoseOfAServerThatSaysNone(long ports)
    {
        await using LocalProvider provider = Open(("ports", ports));
        Assert.Equal($"{ports}", (await CreateAsync(provider)).Facts["port_count"]);
    }

    private LocalProvider Open(params (string Name, object? Value)[] settings) =>
        new(new ProviderContext { Infrastructure = "test", StatePath = state.Path, Settings = settings.ToDictionary(s => s.Name, s => s.Value) });

    private static ResourceSpecification Server(params (string Name, object? Value)[] settings) =>
        new() { Identity = "test/web", Kind = "server", Properties = settings.ToDictionary(s => s.Name, s => s.Value) };

    private static async Task<ResourceState> CreateAsync(LocalProvider provider, params (string Name, object? Value)[] settings) =>
        (await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = Server(settings), Token = "made" }, default))!;
}
