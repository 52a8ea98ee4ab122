using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class MachineTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private LocalProvider provider = null!;

    public ValueTask InitializeAsync()
    {
        provider = new LocalProvider(new ProviderContext { Infrastructure = "test", StatePath = folder["state"] });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Create_ServerWithAnSshConnection_KeepsARecordAndMakesNoSandbox()
    {
        ResourceState made = await MakeAsync(Wanted("ssh", "web.example"));
        Assert.Equal(["address", "connection"], made.Facts.Keys.Order());
        Assert.Equal("web.example", made.Facts["address"]);
        Assert.Equal(["server.json"], Directory.EnumerateFileSystemEntries(folder["state/servers/test/web"]).Select(Path.GetFileName));
        Assert.Equal(made, Assert.Single(await provider.FindAsync(new ResourceQuery("test/web"), default)), Same);
    }

    [Fact]
    public async Task Diff_SameHostOrAnother_IsNothingOrAChangeOfTheRecord()
    {
        ResourceState made = await MakeAsync(Wanted("ssh", "web.example"));
        Assert.Equal(DiffKind.None, provider.Diff(made, Wanted("ssh", "web.example")).Kind);
        ResourceDiff moved = provider.Diff(made, Wanted("ssh", "web2.example"));
        Assert.Equal(DiffKind.InPlace, moved.Kind);
        Assert.Equal([new PropertyDifference("host", "web2.example", "web.example")], moved.Differences);

        ResourceState? after = await provider.ChangeAsync(
            new ResourceChange { Action = StepAction.Update, Wanted = Wanted("ssh", "web2.example"), Current = made, Token = "two" }, default);
        Assert.Equal("web2.example", after!.Facts["address"]);
        Assert.Equal(DiffKind.None, provider.Diff(after, Wanted("ssh", "web2.example")).Kind);
    }

    [Fact]
    public async Task Diff_SandboxBecomesAMachineOrTheOtherWay_IsAReplacement()
    {
        ResourceState sandbox = await MakeAsync(new ResourceSpecification { Identity = "test/web", Kind = "server" });
        Assert.Equal(DiffKind.Replace, provider.Diff(sandbox, Wanted("ssh", "web.example")).Kind);
        await DeleteAsync(sandbox);
        ResourceState machine = await MakeAsync(Wanted("ssh", "web.example"));
        Assert.Equal(DiffKind.Replace, provider.Diff(machine, new ResourceSpecification { Identity = "test/web", Kind = "server" }).Kind);
    }

    [Fact]
    public async Task Open_LocalConnectionToAMachine_IsRefused()
    {
        ResourceState machine = await MakeAsync(Wanted("ssh", "web.example"));
        FailureException failed = Assert.Throws<FailureException>(() => new LocalConnectionFactory().Open(
            new ConnectionContext { Definition = new ConnectionDefinition(), Server = machine, StatePath = folder["state"] }));
        Assert.Equal(FailureKind.Validation, failed.Failure.Kind);
    }

    private static bool Same(ResourceState one, ResourceState other) => one.ProviderId == other.ProviderId && one.Facts.OrderBy(fact => fact.Key).SequenceEqual(other.Facts.OrderBy(fact => fact.Key));

    private static ResourceSpecification Wanted(string kind, string host) => new()
    {
        Identity = "test/web",
        Kind = "server",
        Connection = new ConnectionDefinition { Kind = kind, Settings = new Dictionary<string, object?> { ["host"] = host } },
    };

    private async Task<ResourceState> MakeAsync(ResourceSpecification wanted)
        => (await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = wanted, Token = "one" }, default))!;

    private Task<ResourceState?> DeleteAsync(ResourceState state) => provider.ChangeAsync(
        new ResourceChange { Action = StepAction.Delete, Wanted = Wanted("ssh", "web.example"), Current = state, Token = "end" }, default);
}
