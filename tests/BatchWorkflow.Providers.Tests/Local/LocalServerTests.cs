using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class LocalServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder state = new();
    private LocalProvider provider = null!;

    public ValueTask InitializeAsync()
    {
        provider = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        state.Dispose();
    }

    [Theory]
    [InlineData("cpus", 2L, "A local server has no setting 'cpus'.", "Did you mean cpu?")]
    [InlineData("lables", "x", "A local server has no setting 'lables'.", "Did you mean labels?")]
    [InlineData("availability", "x", "A local server has no setting 'availability'.", "It has cpu, disk, image, labels, memory, network, plan, ports, storage, zone.")]
    [InlineData("cpu", 0L, "cpu is 0, outside of 1 to 4096 cores.", null)]
    [InlineData("memory", "4 GiB", "memory is '4 GiB', not a whole number.", "Give the number of MiB.")]
    [InlineData("ports", 2000L, "ports is 2000, outside of 0 to 1024 ports.", null)]
    [InlineData("zone", 1L, "zone is '1', not a text.", "Put it in quotes if it is meant as a text.")]
    [InlineData("labels", "web", "labels is 'web', not a map.", "Write name: value pairs.")]
    public void Validate_WrongSetting_SaysWhatAndHowToMendIt(string name, object value, string message, string? hint)
        => Assert.Equal(new SettingProblem(name, message, hint), Assert.Single(provider.Validate(Server("web", (name, value)))));

    [Fact]
    public void Validate_SettingsOfTheProvider_NamesTheWrongOnes()
    {
        LocalProvider wrong = Open(("port_range_size", 0L), ("zone", "fi-hel1"));
        Assert.Equal(
            ["providers.local.zone", "providers.local.port_range_size"], wrong.Validate(Server("web")).Select(problem => problem.Setting));
    }

    [Fact]
    public void Validate_EndlessName_IsAProblem()
        => Assert.Equal("name", Assert.Single(provider.Validate(Server(new string('x', 300)))).Setting);

    [Theory]
    [InlineData("image", "debian-13", DiffKind.Replace)]
    [InlineData("ports", 8L, DiffKind.Replace)]
    [InlineData("disk", 10L, DiffKind.Refused)]
    [InlineData("disk", 40L, DiffKind.InPlace)]
    [InlineData("zone", "de-fra1", DiffKind.InPlace)]
    [InlineData("zone", null, DiffKind.InPlace)]
    [InlineData("cpu", null, DiffKind.None)]
    [InlineData("cpu", 2, DiffKind.None)]
    public async Task Diff_OneProperty_TakesWhatItTakes(string name, object? value, DiffKind kind)
    {
        ResourceState made = await CreateAsync(Full);
        Dictionary<string, object?> wanted = new(Full.Properties) { [name] = value };
        ResourceDiff diff = provider.Diff(made, Full with { Properties = wanted });

        Assert.Equal(kind, diff.Kind);
        Assert.Equal(kind == DiffKind.None ? [] : [name], diff.Differences.Select(difference => difference.Property));
        Assert.Equal(kind == DiffKind.Refused, diff.Reason is not null);
    }

    [Fact]
    public async Task Diff_LabelsInAnotherOrderAndType_AreTheSame()
    {
        ResourceState made = await CreateAsync(Server("web", ("labels", new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" })));
        ResourceSpecification wanted = Server("web", ("labels", new Dictionary<string, object?> { ["b"] = "2", ["a"] = "1" }));
        Assert.Equal(DiffKind.None, provider.Diff(made, wanted).Kind);

        wanted = Server("web", ("labels", new Dictionary<string, object?> { ["a"] = "1" }));
        Assert.Equal([new PropertyDifference("labels", "{a: \"1\"}", "{a: \"1\", b: \"2\"}")], provider.Diff(made, wanted).Differences);
    }

    [Fact]
    public async Task Update_OnlySomeProperties_KeepsSizeAndDropsTheRest()
    {
        await CreateAsync(Full);
        ResourceState? after = await provider.ChangeAsync(
            new ResourceChange { Action = StepAction.Update, Wanted = Server("web", ("image", "debian-12"), ("plan", "small")), Token = "2" }, default);
        Assert.Equal(["cpu", "disk", "image", "plan", "ports"], after!.Properties.Keys.Order());
        Assert.Single(await provider.FindAsync(new ResourceQuery(Token: "2"), default));
    }

    [Fact]
    public async Task Update_ThatNeedsAReplacement_IsRefused()
    {
        await CreateAsync(Full);
        ResourceChange change = new() { Action = StepAction.Update, Wanted = Server("web", ("image", "other")), Token = "2" };
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => provider.ChangeAsync(change, default));
        Assert.Equal(FailureKind.Validation, failed.Failure.Kind);
    }

    [Fact]
    public async Task CreateAndDelete_WhileOthersLook_AreSeenWholeOrNotAtAll()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"s{i}")];
        await WatchedAsync(
            async () => Assert.Equal(20, (await Task.WhenAll(names.Select(name => Task.Run(() => CreateAsync(Server(name)))))).Length),
            seen => Assert.True(Directory.Exists($"{seen.Facts["root"]}/var/log"), seen.Identity));
        await WatchedAsync(
            () => Task.WhenAll(names.Select(name => Task.Run(() => DeleteAsync(name)))),
            seen => Assert.Contains("port_count", seen.Facts.Keys));
        Assert.Empty(Directory.EnumerateDirectories(state["servers/test"]));
    }

    [Fact]
    public async Task CreateAndDelete_WhatADeadEngineLeftHalfMade_Goes()
    {
        Directory.CreateDirectory(state["servers/test/.new-web~dead/root/etc"]);
        Directory.CreateDirectory(state["servers/test/.new-web.2~alive/root/etc"]);
        await CreateAsync(Full);
        Assert.Equal([".new-web.2~alive", "web"], Directory.EnumerateDirectories(state["servers/test"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Directory.CreateDirectory(state["servers/test/.new-web~dead/root/etc"]);
        await DeleteAsync("web");
        Assert.Equal([".new-web.2~alive"], Directory.EnumerateDirectories(state["servers/test"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".ports.json")]
    [InlineData("a/../../b")]
    [InlineData("gr\u00fc\u00df dich %41")]
    public async Task Create_StrangeName_StaysInsideAndIsFound(string name)
    {
        ResourceState made = await CreateAsync(Server(name));
        Assert.Equal(state["servers/test"], Path.GetDirectoryName(Path.GetDirectoryName(made.Facts["root"])));
        Assert.Equal($"test/{name}", Assert.Single(await provider.FindAsync(new ResourceQuery(), default)).Identity);
        await DeleteAsync(name);
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
    }

    [Fact]
    public async Task Find_BrokenServerFile_FailsAndNamesIt()
    {
        ResourceState made = await CreateAsync(Full);
        string file = Path.Combine(Path.GetDirectoryName(made.Facts["root"])!, "server.json");
        await File.WriteAllTextAsync(file, "{ \"identity\": ");
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => provider.FindAsync(new ResourceQuery(), default));
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_FolderWithoutWriteRight_IsDeletedAllTheSame()
    {
        Assert.SkipWhen(Environment.UserName == "root", "Root writes everywhere.");
        ResourceState made = await CreateAsync(Full);
        string closed = Directory.CreateDirectory($"{made.Facts["root"]}/opt/closed/inner").Parent!.FullName;
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await DeleteAsync("web");
        Assert.Empty(Directory.EnumerateDirectories(state["servers/test"]));
    }

    [Fact]
    public void Connection_UnknownSetting_IsAProblem()
    {
        ConnectionDefinition definition = new() { Settings = new Dictionary<string, object?> { ["host"] = "example.net" } };
        Assert.Equal("host", Assert.Single(new LocalConnectionFactory().Validate(definition)).Setting);
        Assert.Empty(new LocalConnectionFactory().Validate(new ConnectionDefinition()));
    }

    private static ResourceSpecification Full { get; } =
        Server("web", ("cpu", 2L), ("disk", 20L), ("image", "debian-12"), ("zone", "fi-hel1"), ("ports", 4L));

    private static ResourceSpecification Server(string name, params (string Name, object? Value)[] properties) => new()
    {
        Identity = $"test/{name}",
        Kind = "server",
        Properties = properties.ToDictionary(property => property.Name, property => property.Value),
    };

    private LocalProvider Open(params (string Name, object? Value)[] settings) => new(
        new ProviderContext
        {
            Infrastructure = "test",
            StatePath = state.Path,
            Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        });

    private async Task<ResourceState> CreateAsync(ResourceSpecification wanted, string token = "1")
        => (await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = wanted, Token = token }, default))!;

    /// <summary>Does something while another provider looks all the time.</summary>
    private async Task WatchedAsync(Func<Task> act, Action<ResourceState> check)
    {
        using CancellationTokenSource done = new();
        Task looking = Task.Run(async () =>
        {
            await using LocalProvider other = Open();
            do
            {
                foreach (ResourceState seen in await other.FindAsync(new ResourceQuery(), default))
                    check(seen);
            }
            while (!done.IsCancellationRequested);
        });
        await act();
        await done.CancelAsync();
        await looking;
    }

    private Task<ResourceState?> DeleteAsync(string name)
        => provider.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Server(name), Token = "delete" }, default);
}
