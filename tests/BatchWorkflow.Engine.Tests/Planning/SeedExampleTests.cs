using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class SeedExampleTests
{
    [Fact]
    public async Task Plan_WujiExample_CreatesEverythingOnceAndUndoesItInReverse()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BatchWorkflow.sln")))
            folder = Path.GetDirectoryName(folder)!;
        LoadedWorkflow loaded = await new DefinitionLoader([], null)
            .LoadAsync(new DefinitionInput(Path.Combine(folder, "examples", "01-wuji", "workflow.yaml")), new PlanOptions(), default);
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Problems));

        Plan plan = Planner.Plan(new PlanInput
        {
            Source = loaded.Source!,
            DefinitionHash = DefinitionHash.Compute(loaded.Source!),
            Providers = new Dictionary<string, Provider>
            {
                ["local"] = new PureProvider(new ProviderDependencies { SharedResources = ["port_range"] }),
            },
            Connections = new Dictionary<string, ConnectionFactory> { ["local"] = new PureConnection("local") },
        }).Made();
        Plan undo = new RunHistory(plan).Undo();

        Assert.Equal("provider.local/port_range", plan.Steps[0].Id);
        Assert.Equal(3, plan.Steps.Count(s => s.Operation == "create-servers"));
        Assert.Equal(9, plan.Steps.Count(s => s.Operation == "install-base"));
        Assert.Contains("hard install-k8s/kubernetes@wuji-cp-0", plan.Waits("install-k8s/kubernetes@wuji-worker-0"));
        Assert.All(plan.Steps, s => Assert.Equal((StepAction.Create, true), (s.Action, s.Exact)));
        Assert.Equal(plan.Steps.Select(s => s.Id).Order(), undo.Steps.Select(s => s.Id).Order());
        Assert.Contains("hard install-k8s/kubernetes@wuji-worker-0", undo.Waits("install-k8s/kubernetes@wuji-cp-0"));
        Assert.Equal("provider.local/port_range", undo.Steps[^1].Id);
        Assert.Empty(undo.NotUndone);
    }
}
