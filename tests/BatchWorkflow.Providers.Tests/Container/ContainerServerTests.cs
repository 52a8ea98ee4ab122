using BatchWorkflow.Providers.Container;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Container;

public sealed class ContainerServerTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeEngine engine;
    private readonly LocalProvider provider;

    public ContainerServerTests()
    {
        engine = new FakeEngine(folder["engine"]);
        provider = new LocalProvider(new ProviderContext { Infrastructure = "test", StatePath = folder["state"] });
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    [Turns("container.engine")]
    public async Task Server_CreatedUsedAndDeleted_IsAContainerForThatTime()
    {
        ResourceState server = await CreateAsync("one");
        string container = Assert.Single(engine.Containers);
        Assert.Matches("^bw-test.web-[0-9a-f]{8}$", container);

        await using (Connection connection = Open(server))
        {
            ScriptReference script = new($"{Guid.NewGuid():n}", folder["attempt"]);
            CollectedOutput output = new();
            await connection.StartAsync(new ScriptRequest { Reference = script, Command = "echo $BW_SERVER; exit 3" }, default);
            Assert.Equal(3, (await connection.WaitAsync(script, output, default)).Code);
            Assert.Equal(["web"], output.Output);
        }
        await DeleteAsync();
        Assert.Empty(engine.Containers);
        Assert.Empty(await provider.FindAsync(new ResourceQuery("test/web"), default));
    }

    [Fact]
    public async Task Create_EngineDiedBeforeTheRecord_FindsItsContainerAndMakesNoSecond()
    {
        ResourceState first = await CreateAsync("one");
        File.Delete(folder["state/servers/test/web/server.json"]);
        Directory.Delete(folder["state/servers/test/web"]);

        ResourceState again = await CreateAsync("one");
        Assert.Equal(first.ProviderId, again.ProviderId);
        Assert.Single(engine.Calls("run"));
        Assert.Single(engine.Containers);
    }

    [Fact]
    public async Task Delete_RecordIsLost_RemovesTheContainerAllTheSame()
    {
        await CreateAsync("one");
        Directory.Delete(folder["state/servers/test/web"], recursive: true);
        await DeleteAsync();
        Assert.Empty(engine.Containers);
    }

    [Fact]
    public async Task Find_ContainerWasRemovedByHand_IsNotThereAndIsMadeAgain()
    {
        ResourceState first = await CreateAsync("one");
        engine.Remove(Assert.Single(engine.Containers));
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Empty(await provider.FindAsync(new ResourceQuery("test/web"), default));

        ResourceState second = await CreateAsync("two");
        Assert.NotEqual(first.ProviderId, second.ProviderId);
        Assert.Single(engine.Containers);
        Assert.Equal(second.ProviderId, Assert.Single(await provider.FindAsync(new ResourceQuery(), default)).ProviderId);
    }

    [Fact]
    public async Task Wait_ContainerIsRemovedInTheMiddle_FailsAtOnceAsNotFound()
    {
        ResourceState server = await CreateAsync("one");
        await using Connection connection = Open(server);
        ScriptReference script = new($"{Guid.NewGuid():n}", folder["attempt"]);
        CollectedOutput output = new();
        await connection.StartAsync(new ScriptRequest { Reference = script, Command = "echo begun; sleep 300" }, default);
        Task<ScriptExit> wait = connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        engine.Remove(Assert.Single(engine.Containers));
        Failure failure = (await Assert.ThrowsAsync<FailureException>(() => wait.WaitAsync(TimeSpan.FromSeconds(20)))).Failure;
        Assert.Equal(FailureKind.NotFound, failure.Kind);
        Assert.Contains("something else removed it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Turns("container.image")]
    public async Task Diff_AnotherImage_IsAReplacement()
    {
        ResourceState server = await CreateAsync("one");
        Assert.Equal(DiffKind.None, provider.Diff(server, Wanted("debian:12")).Kind);
        ResourceDiff other = provider.Diff(server, Wanted("debian:13"));
        Assert.Equal(DiffKind.Replace, other.Kind);
        Assert.Equal([new PropertyDifference("connection.image", "debian:13", "debian:12")], other.Differences);
    }

    [Fact]
    [Turns("container.user")]
    public async Task Script_User_IsTheOneThatTheEngineIsTold()
    {
        ResourceState server = await CreateAsync("one");
        foreach (string user in new[] { "app", "web" })
        {
            await SaysAsync(server, "true", ("user", user));
            Assert.Contains($" --user {user} ", engine.Calls("exec").Last(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Turns("container.environment")]
    public async Task Script_Environment_IsThere()
    {
        ResourceState server = await CreateAsync("one");
        foreach (string colour in new[] { "red", "green" })
            Assert.Equal([colour], await SaysAsync(server, "echo $COLOUR", ("environment", new Dictionary<string, object?> { ["COLOUR"] = colour })));
    }

    [Fact]
    [Turns("container.folder")]
    public async Task Script_Folder_HoldsOurFiles()
    {
        ResourceState server = await CreateAsync("one");
        foreach (string name in new[] { "here", "there" })
        {
            Assert.False(Directory.Exists(folder[name]));
            await SaysAsync(server, "true", ("folder", folder[name]));
            Assert.True(Directory.Exists(folder[name]));
        }
    }

    [Theory]
    [InlineData(2L)]
    [InlineData(20L)]
    [Turns("container.command_timeout")]
    public void CommandTimeout_IsHowLongAnAnswerMayTake(long seconds)
    {
        ConnectionDefinition definition = new() { Kind = "container", Settings = new Dictionary<string, object?> { ["command_timeout"] = seconds } };
        Assert.Equal(TimeSpan.FromSeconds(seconds), ContainerFields.Of(definition).Terms.Answer);
    }

    [Theory]
    [InlineData("image", "--privileged")]
    [InlineData("engine", "lxc")]
    [InlineData("imgae", "debian")]
    public void Validate_WrongSetting_IsNamed(string name, string value)
    {
        Dictionary<string, object?> settings = new() { ["image"] = "debian:12", [name] = value };
        Assert.Equal(name, Assert.Single(new ContainerConnectionFactory().Validate(new ConnectionDefinition { Kind = "container", Settings = settings })).Setting);
    }

    private ResourceSpecification Wanted(string image) => new() { Identity = "test/web", Kind = "server", Connection = Definition(image) };

    private ConnectionDefinition Definition(string image)
        => new() { Kind = "container", Settings = new Dictionary<string, object?> { ["image"] = image, ["engine"] = engine.Program } };

    private async Task<ResourceState> CreateAsync(string token)
        => (await provider.ChangeAsync(new ResourceChange { Action = StepAction.Create, Wanted = Wanted("debian:12"), Token = token }, default))!;

    private async Task DeleteAsync()
        => await provider.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Wanted("debian:12"), Token = "end" }, default);

    private async Task<IReadOnlyList<string>> SaysAsync(ResourceState server, string command, (string Name, object Value) setting)
    {
        await using Connection connection = Open(server, setting);
        ScriptReference script = new($"{Guid.NewGuid():n}", folder["attempt"]);
        CollectedOutput output = new();
        await connection.StartAsync(new ScriptRequest { Reference = script, Command = command }, default);
        Assert.Equal(0, (await connection.WaitAsync(script, output, default)).Code);
        return output.Output;
    }

    private Connection Open(ResourceState server, (string Name, object Value)? setting = null)
    {
        ConnectionDefinition definition = Definition("debian:12");
        Dictionary<string, object?> settings = new(definition.Settings) { ["folder"] = folder["server"] };
        if (setting is { } set)
            settings[set.Name] = set.Value;
        definition = definition with { Settings = settings };
        return new ContainerConnectionFactory().Open(new ConnectionContext { Definition = definition, Server = server, StatePath = folder["state"] });
    }
}
