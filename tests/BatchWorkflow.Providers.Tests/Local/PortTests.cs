using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class PortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int tokens;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Create_ManyServersOfManyStatesAtOnce_NoTwoShareAPort()
    {
        LocalProvider[] providers = [Open("a", "one"), Open("a", "two"), Open("b", "one")];
        ResourceState[] made = await Task.WhenAll(
            from provider in providers
            from i in Enumerable.Range(0, 25)
            select Task.Run(() => ServerAsync(provider, $"s{i}", 16)));

        int[] all = [.. made.SelectMany(Ports)];
        Assert.Equal(75 * 16, all.Length);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public async Task Create_AgainAfterACrash_GivesTheSamePorts()
    {
        ResourceState first = await ServerAsync(Open("a", "one"), "web", 4);
        // As if the engine had died between the reservation and the server's rename.
        Directory.Delete(Path.GetDirectoryName(first.Facts["root"])!, recursive: true);
        ResourceState second = await ServerAsync(Open("a", "one"), "web", 4);
        Assert.Equal(Ports(first), Ports(second));
    }

    [Fact]
    public async Task Create_SomethingListensInTheRange_IsPassedOver()
    {
        LocalProvider provider = Open("a", "one");
        int from = Ports(await RangeAsync(provider))[0];
        using TcpListener listener = new(IPAddress.Loopback, from + 1);
        listener.Start();
        Assert.Equal(from + 2, Ports(await ServerAsync(provider, "web", 4))[0]);

        // Nor is a range reserved on which somebody listens.
        await provider.ChangeAsync(Change(StepAction.Delete, Server("web", 4)), default);
        await provider.ChangeAsync(Change(StepAction.Delete, Range()), default);
        int other = Ports(await RangeAsync(Open("b", "two")))[0];
        Assert.False(other <= from + 1 && from + 1 < other + 256);
    }

    [Fact]
    public async Task Delete_LastServerThenRange_GivesAllBack()
    {
        LocalProvider provider = Open("a", "one");
        ResourceState range = await RangeAsync(provider);
        await ServerAsync(provider, "web", 4);
        FailureException inUse = await Assert.ThrowsAsync<FailureException>(
            () => provider.ChangeAsync(Change(StepAction.Delete, Range()), default));
        Assert.Equal(FailureKind.Conflict, inUse.Failure.Kind);
        Assert.Contains("test-one/web", inUse.Message, StringComparison.Ordinal);

        await provider.ChangeAsync(Change(StepAction.Delete, Server("web", 4)), default);
        await provider.ChangeAsync(Change(StepAction.Delete, Range()), default);
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Equal(Ports(range), Ports(await RangeAsync(Open("b", "two"))));
    }

    [Fact]
    public async Task Create_StateOfAnotherRangeWasRemoved_ItsPortsAreFreeAgain()
    {
        ResourceState gone = await RangeAsync(Open("a", "one"));
        Directory.Delete(folder["a"], recursive: true);
        Assert.Equal(Ports(gone), Ports(await RangeAsync(Open("b", "two"))));
    }

    [Fact]
    public async Task Create_StateOfAnotherRangeIsBroken_KeepsOffItsPorts()
    {
        ResourceState broken = await RangeAsync(Open("a", "one"));
        await File.WriteAllTextAsync(folder["a/servers/test-one/.ports.json"], "{");
        Assert.Empty(Ports(broken).Intersect(Ports(await RangeAsync(Open("b", "two")))));
    }

    [Fact]
    public async Task Create_StateOfAnotherRangeIsAnotherUsers_KeepsOffItsPorts()
    {
        Assert.SkipWhen(Environment.UserName == "root", "Root reads everything.");
        ResourceState hidden = await RangeAsync(Open("a", "one"));
        File.SetUnixFileMode(folder["a/servers/test-one"], UnixFileMode.None);
        Assert.Empty(Ports(hidden).Intersect(Ports(await RangeAsync(Open("b", "two")))));
        File.SetUnixFileMode(folder["a/servers/test-one"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Create_RangeIsTooSmall_TakesAnother()
    {
        LocalProvider provider = Open("a", "one", ("port_range_size", 16L), ("ports", 10L));
        ResourceState[] made = [await ServerAsync(provider, "web", null), await ServerAsync(provider, "db", null)];
        Assert.Equal(20, made.SelectMany(Ports).Distinct().Count());
    }

    [Fact]
    public async Task Create_NoPortsLeft_FailsWithQuota()
    {
        async Task TakeAllAsync()
        {
            for (int i = 0; i < 100; i++)
                await RangeAsync(Open("a", $"{i}", ("port_range_size", 512L)));
        }

        FailureException failed = await Assert.ThrowsAsync<FailureException>(TakeAllAsync);
        Assert.Equal(FailureKind.Quota, failed.Failure.Kind);
    }

    [Fact]
    public async Task Create_NoPortsWanted_HasNone()
    {
        LocalProvider provider = Open("a", "one");
        Assert.DoesNotContain("port_base", (await ServerAsync(provider, "web", 0)).Facts.Keys);
        Assert.Empty(await provider.FindAsync(new ResourceQuery(Identity: "test-one/provider.local/port_range"), default));
    }

    [Fact]
    public async Task Range_CreatedAgainAndGrown_KeepsItsPorts()
    {
        LocalProvider provider = Open("a", "one");
        ResourceChange create = Change(StepAction.Create, Range());
        ResourceState first = (await provider.ChangeAsync(create, default))!;
        Assert.Equal(first.ProviderId, (await provider.ChangeAsync(create, default))!.ProviderId);
        Assert.Equal(DiffKind.None, provider.Diff(first, Range()).Kind);

        ResourceSpecification larger = Range() with { Properties = new Dictionary<string, object?> { ["size"] = 300L } };
        Assert.Equal([new PropertyDifference("size", "300", "256")], provider.Diff(first, larger).Differences);
        ResourceState grown = (await provider.ChangeAsync(Change(StepAction.Update, larger), default))!;
        Assert.Equal((first.ProviderId, 300L), (grown.ProviderId, grown.Properties["size"]));
        Assert.Equal(DiffKind.None, provider.Diff(grown, Range()).Kind);
    }

    private static int[] Ports(ResourceState state) =>
    [
        .. Enumerable.Range(
            int.Parse(state.Facts["port_base"], CultureInfo.InvariantCulture), int.Parse(state.Facts["port_count"], CultureInfo.InvariantCulture)),
    ];

    private static ResourceSpecification Range(string infrastructure = "one")
        => new() { Identity = $"test-{infrastructure}/provider.local/port_range", Kind = "port_range" };

    private static ResourceSpecification Server(string name, int? ports, string infrastructure = "one") => new()
    {
        Identity = $"test-{infrastructure}/{name}",
        Kind = "server",
        Properties = new Dictionary<string, object?> { ["ports"] = (long?)ports },
    };

    private LocalProvider Open(string state, string infrastructure, params (string Name, object? Value)[] settings) => new(
        new ProviderContext
        {
            Infrastructure = $"test-{infrastructure}",
            StatePath = folder[state],
            Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        },
        folder["ports"]);

    private ResourceChange Change(StepAction action, ResourceSpecification wanted)
        => new() { Action = action, Wanted = wanted, Token = $"token-{Interlocked.Increment(ref tokens)}" };

    private async Task<ResourceState> ServerAsync(LocalProvider provider, string name, int? ports)
        => (await provider.ChangeAsync(Change(StepAction.Create, Server(name, ports, InfrastructureOf(provider))), default))!;

    private async Task<ResourceState> RangeAsync(LocalProvider provider)
        => (await provider.ChangeAsync(Change(StepAction.Create, Range(InfrastructureOf(provider))), default))!;

    private static string InfrastructureOf(LocalProvider provider) => provider.Infrastructure["test-".Length..];
}
