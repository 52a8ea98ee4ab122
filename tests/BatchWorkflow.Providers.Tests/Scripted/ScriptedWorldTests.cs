using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;
using BatchWorkflow.TestKit.Scripted;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Providers.Tests.Scripted;

public sealed class ScriptedWorldTests : IDisposable
{
    private readonly TemporaryFolder state = new();
    private readonly ScriptedWorld world;

    public ScriptedWorldTests() => world = ScriptedWorld.At(state.Path);

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task Answers_InTurn_ThenTheLastRepeats()
    {
        world.On("run infra/web nginx/*", Answer.Exits(1, "boom"), Answer.Says("fine"));
        List<int?> codes = [];
        for (int i = 1; i <= 3; i++)
            codes.Add((await RunAsync($"token-{i}")).Code);
        Assert.Equal([1, 0, 0], codes);
    }

    [Fact]
    public async Task Scripts_UnderFakeTime_OverlapAndSurviveTheirConnection()
    {
        FakeTimeProvider time = new();
        world.Time = time;
        world.On("run *", Answer.Takes(TimeSpan.FromSeconds(5)));
        Task<ScriptExit> first = RunAsync("token-1"), second = RunAsync("token-2");
        await world.BegunAsync("run *", 2);
        await using Connection later = Open();
        Assert.Equal(ScriptState.Running, await later.ProbeAsync(new ScriptReference("token-1", state["1"]), default));

        time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(first, second);
        Assert.Equal(2, world.MaxConcurrent("run *"));
        Assert.Equal(ScriptState.Exited, await later.ProbeAsync(new ScriptReference("token-1", state["1"]), default));
    }

    [Fact]
    public async Task Probe_BeforeStart_BarsTheToken()
    {
        await using Connection connection = Open();
        Assert.Equal(ScriptState.NotStarted, await connection.ProbeAsync(new ScriptReference("token-1", state["1"]), default));
        Assert.Null((await RunAsync("token-1")).Code);
        Assert.Empty(world.CallsTo("run *"));
    }

    [Fact]
    public async Task LostAnswer_OfCreate_HasItsEffect()
    {
        world.On("create *", Answer.LosesAnswer());
        await using Provider provider = new ScriptedProviderFactory().Open(
            new ProviderContext { Infrastructure = "infra", StatePath = state.Path });
        ResourceSpecification wanted = new() { Identity = "infra/web", Kind = "server" };
        await Assert.ThrowsAsync<FailureException>(() => provider.ChangeAsync(
            new ResourceChange { Action = StepAction.Create, Wanted = wanted, Token = "token-1" }, default));

        Assert.Single(await provider.FindAsync(new ResourceQuery(Token: "token-1"), default));
    }

    [Fact]
    public async Task End_OfAHangingScript_LeavesItGone()
    {
        world.On("run *", Answer.Hangs);
        Task<ScriptExit> run = RunAsync("token-1");
        await using Connection connection = Open();
        await connection.EndAsync(new ScriptReference("token-1", state["1"]), default);

        Assert.Null((await run).Code);
        Assert.Equal(ScriptState.Gone, await connection.ProbeAsync(new ScriptReference("token-1", state["1"]), default));
    }

    private Connection Open() => new ScriptedConnectionFactory().Open(new ConnectionContext
    {
        Definition = new ConnectionDefinition { Kind = "scripted" },
        Server = new ResourceState { Identity = "infra/web", Kind = "server", ProviderId = "1" },
        StatePath = state.Path,
    });

    private async Task<ScriptExit> RunAsync(string token)
    {
        await using Connection connection = Open();
        ScriptReference script = new(token, state[token]);
        await connection.StartAsync(new ScriptRequest { Reference = script, File = "taskservs/nginx/create.sh" }, default);
        return await connection.WaitAsync(script, new CollectedOutput(), default);
    }
}
