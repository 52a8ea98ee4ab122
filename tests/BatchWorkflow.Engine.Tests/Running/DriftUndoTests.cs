using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What somebody else changed beside all runs is described by no record, so no record puts it back.</summary>
public sealed class DriftUndoTests
{
    private const string Site = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make] }
        retry_policy: { max_attempts: 1 }
        """;

    [Theory]
    [InlineData("::drift property=version wanted=1 found=0")]
    [InlineData("It is not as it should be.")]
    public async Task Undo_OfDriftUnderARecordThatSaysAsWanted_IsListedBeforeItBegins(string said)
    {
        await using ScriptedEngine engine = await InstalledAsync();
        engine.World.On("run infra/a app*/check", Different(said), Answer.Ok);

        BatchRun run = await engine.RunAsync(Site);

        Assert.Equal((RunStatus.Succeeded, StepAction.Update), (run.Status, run.StepList.Single(s => s.Taskserv == "app").Action));
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() =>
            engine.Engine.PlanRollbackAsync(run.Id, new RollbackOptions(), TestContext.Current.CancellationToken));
        Assert.Equal("Run.NothingToUndo", refused.ErrorId);
        Assert.EndsWith("app/app@a: what it was before this run is not known.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variables: { size: 2 }")]
    [InlineData("version: '2'")]
    [InlineData("files")]
    public async Task Undo_OfAChangedDefinition_StillGoesBackToTheRecord(string changed)
    {
        await using ScriptedEngine engine = await InstalledAsync();
        if (changed == "files")
            engine.Write("taskservs/app/update.sh", "true # changed\n");
        else
            engine.Write("taskservs/app/taskserv.yaml", $"description: A thing.\n{changed}\n");
        engine.World.On("run infra/a app*/check", Different("::drift property=size wanted=2 found=1"));
        BatchRun run = await engine.RunAsync(Site);
        int updates = engine.World.CallsTo("run infra/a app*/update").Count;

        BatchRun undone = await engine.RollBackAsync(run.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal(updates + 1, engine.World.CallsTo("run infra/a app*/update").Count);
    }

    [Fact]
    public async Task Undo_OfAServerThatDrifted_GoesBackToWhatItsProviderFound()
    {
        await using ScriptedEngine engine = await InstalledAsync();
        ResourceState found = engine.World.Resources["infra/a"];
        engine.World.Resources["infra/a"] = found with { Properties = new Dictionary<string, object?>(found.Properties) { ["cpu"] = 9L } };
        BatchRun run = await engine.RunAsync(Site);
        Assert.False(engine.World.Resources["infra/a"].Properties.ContainsKey("cpu"));

        BatchRun undone = await engine.RollBackAsync(run.Id);

        Assert.Equal((RunStatus.RolledBack, "9"), (undone.Status, engine.World.Resources["infra/a"].Properties["cpu"]?.ToString()));
    }

    private static Answer Different(string said) => Answer.Exits(1) with { Output = [said] };

    private static async Task<ScriptedEngine> InstalledAsync()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/app/taskserv.yaml", "description: A thing.\n");
        foreach (string script in new[] { "create", "update", "delete", "check" })
            engine.Write($"taskservs/app/{script}.sh", "true\n");
        engine.World.On("run infra/a app*/check", Answer.Exits(1) with { Output = ["::absent"] }, Answer.Ok);
        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Site)).Status);
        return engine;
    }
}
