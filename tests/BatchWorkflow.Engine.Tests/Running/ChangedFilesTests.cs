using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Runs that go on after the files that they were made from were changed.</summary>
public sealed class ChangedFilesTests
{
    private const string Install = """
        name: install
        retry_policy: { max_attempts: 1 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: fail }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GoOn_ScriptOnDiskIsAnother_WarnsAndNamesIt(bool resumes)
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await engine.RunAsync(Install);
        Assert.Equal(RunStatus.Failed, failed.Status);
        engine.Write("taskservs/thing/create.sh", "false\n");

        BatchRun end = await GoOnAsync(engine, failed.Id, resumes);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(
            "What this run was made from has changed on disk: taskserv thing. The run goes on with its own copies; -UseCurrent takes today's.",
            Assert.Single(end.Warnings));
    }

    [Fact]
    public async Task GoOn_NothingHasChanged_WarnsOfNothing()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await engine.RunAsync(Install);
        Assert.Empty((await GoOnAsync(engine, failed.Id, resumes: true)).Warnings);
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/thing/taskserv.yaml", "description: A thing.\n");
        engine.Write("taskservs/thing/create.sh", "true\n");
        engine.World.On("run infra/a thing*/create*", Answer.Exits(1), Answer.Ok);
        return engine;
    }

    private static async Task<BatchRun> GoOnAsync(ScriptedEngine engine, string id, bool resumes)
    {
        CancellationToken end = TestContext.Current.CancellationToken;
        await using ActiveRun run = resumes
            ? await engine.Engine.ResumeAsync(id, new RunOptions(), end)
            : await engine.Engine.RestartAsync(id, new RestartOptions(), new RunOptions(), end);
        return await run.Completion;
    }
}
