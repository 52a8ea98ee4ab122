using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Providers.Local;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Container;

/// <summary>Whole plans and runs over real containers.</summary>
public sealed class ContainerRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly string infrastructure = $"t{Guid.NewGuid():n}"[..9];

    public async ValueTask InitializeAsync() => await Containers.RequireAsync();

    public async ValueTask DisposeAsync()
    {
        string[] left = (await Containers.RunAsync("ps", "--all", "--quiet", "--filter", $"name={infrastructure}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (left.Length > 0)
            await Containers.RunAsync(["rm", "--force", "--time", "0", .. left]);
        folder.Dispose();
    }

    [Fact]
    public async Task Container_RemovedByHandBetweenRuns_IsPlannedAndMadeAgain()
    {
        await WriteAsync(["web"]);
        await using BatchEngine engine = Open();
        Assert.Equal(RunStatus.Succeeded, (await RunAsync(engine, "web")).Status);
        Assert.All((await PlanAsync(engine, "web")).Steps.Where(s => s.Server is not null), s => Assert.Equal(StepAction.Nothing, s.Action));

        string name = (await Containers.RunAsync("ps", "--all", "--format", "{{.Names}}", "--filter", $"name={infrastructure}")).Trim();
        await Containers.RunAsync("rm", "--force", "--time", "0", name);

        Plan plan = await PlanAsync(engine, "web");
        Assert.Equal(["Create exact", "Create exact"], plan.Steps.Where(s => s.Server is not null).Select(s => $"{s.Action} {(s.Exact ? "exact" : s.Reason)}"));
        BatchRun run = await RunAsync(engine, plan);
        Assert.Equal((RunStatus.Succeeded, 2), (run.Status, run.StepsChanged));
    }

    [Fact]
    public async Task Containers_OfAProviderThatMakesOneAtATime_StartOneAfterTheOther()
    {
        await WriteAsync(["a", "b", "c"]);
        await using BatchEngine engine = Open();
        BatchRun run = await RunAsync(engine, "a, b, c");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        BatchStep[] makes = [.. run.StepList.Where(s => s.Taskserv is null && s.Server is not null).OrderBy(s => s.Started)];
        Assert.Equal(3, makes.Length);
        for (int i = 1; i < makes.Length; i++)
            Assert.True(makes[i].Started >= makes[i - 1].Ended, $"{makes[i].Id} starts at {makes[i].Started:O}, and {makes[i - 1].Id} ends at {makes[i - 1].Ended:O}");
    }

    private BatchEngine Open() => new(new EngineOptions
    {
        StatePath = folder["state"],
        Plugins = [typeof(LocalProviderFactory).Assembly],
        Origin = new RunOrigin { User = "test", Host = "test", Process = Environment.ProcessId },
    });

    private async Task<Plan> PlanAsync(BatchEngine engine, string items)
    {
        string file = folder[$"{Guid.NewGuid():n}.yaml"];
        await File.WriteAllTextAsync(file, $$"""
            name: site
            operations:
              - { id: servers, type: create, target: server, items: [{{items}}] }
              - { id: mark, type: create, target: taskserv, items: [mark], depends_on: [servers], servers: [{{items}}] }
            """);
        PlanResult result = await engine.PlanAsync(new DefinitionInput(file), new PlanOptions(), refresh: true, new Dictionary<string, string>(), default);
        Assert.True(result.Plan is not null, string.Join("\n", result.Problems));
        return result.Plan;
    }

    private async Task<BatchRun> RunAsync(BatchEngine engine, string items) => await RunAsync(engine, await PlanAsync(engine, items));

    private static async Task<BatchRun> RunAsync(BatchEngine engine, Plan plan)
    {
        await using ActiveRun run = await engine.SubmitAsync(plan, new RunOptions(), default);
        return await run.Completion;
    }

    private async Task WriteAsync(string[] servers)
    {
        await File.WriteAllTextAsync(folder["infrastructure.yaml"], $$"""
            name: {{infrastructure}}
            providers: { local: { batch_size: 1 } }
            servers:
            {{string.Join('\n', servers.Select(s => $"  - {{ name: {s}, connection: {{ kind: container, image: '{Containers.Image}' }} }}"))}}
            """);
        Directory.CreateDirectory(folder["taskservs/mark"]);
        await File.WriteAllTextAsync(folder["taskservs/mark/taskserv.yaml"], "version: '1'\n");
        await File.WriteAllTextAsync(folder["taskservs/mark/check.sh"], "[ -e /mark ] || { echo ::absent; exit 1; }\n");
        await File.WriteAllTextAsync(folder["taskservs/mark/create.sh"], "touch /mark\n");
        await File.WriteAllTextAsync(folder["taskservs/mark/delete.sh"], "rm -f /mark\n");
    }
}
