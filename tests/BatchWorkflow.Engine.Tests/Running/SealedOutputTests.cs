using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Whether an output is sealed is what its journal says, whatever its text looks like.</summary>
public sealed class SealedOutputTests
{
    private const string Looks = "sealed:v1:AAAA";

    private const string Workflow = """
        name: install
        retry_policy: { max_attempts: 1 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: one, type: create, target: taskserv, items: [first], depends_on: [make], on_failure: fail }
          - { id: two, type: create, target: taskserv, items: [second], depends_on: [one], on_failure: fail }
          - { id: three, type: create, target: taskserv, items: [third], depends_on: [one, two], on_failure: fail }
        """;

    [Fact]
    public async Task Resume_PlainOutputThatLooksSealed_GoesOnAndHandsItOnAsItIs()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a first*/create", Answer.Says($"::output token={Looks}"));
        engine.World.On("run infra/a second*/create", Answer.Exits(1), Answer.Ok);
        string id = (await engine.RunAsync(Workflow)).Id;

        BatchRun resumed = await ResumeAsync(engine, id);

        Assert.Equal(RunStatus.Succeeded, resumed.Status);
        string third = engine.World.CallsTo("start infra/a act.files/create").Single().Script!.File!;
        Assert.Equal($"echo {Looks}\n", await File.ReadAllTextAsync(third, TestContext.Current.CancellationToken));
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(id)).Status);
    }

    [Fact]
    public async Task Resume_SealedOutputThatDoesNotOpen_FailsOnlyTheStepThatUsesIt()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a first*/create", Answer.Says("::secret token=hunter2"));
        engine.World.On("run infra/a second*/create", Answer.Exits(1), Answer.Ok);
        string id = (await engine.RunAsync(Workflow)).Id;
        File.Delete(engine["state/key"]);

        BatchRun resumed = await ResumeAsync(engine, id);

        Assert.Equal([StepStatus.Succeeded, StepStatus.Failed], resumed.StepList.Where(s => s.Item is "second" or "third").Select(s => s.Status));
        Assert.Contains("a secret that cannot be opened", resumed.StepList.Single(s => s.Item == "third").Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(resumed.Warnings, w => w.Contains("The secret output token of one/first@a cannot be opened", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("token", true)]
    public void IsSealed_ByTheJournalsWord_AndByItsFormWhereThatIsNotTold(string? names, bool expected)
    {
        KeptOutputs outputs = new(new Dictionary<string, string> { ["token"] = Looks }, names?.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, outputs.IsSealed("token"));
    }

    private static async Task<BatchRun> ResumeAsync(ScriptedEngine engine, string id)
    {
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken);
        return await run.Completion;
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        foreach (string name in new[] { "first", "second", "third" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", "description: A thing.\n");
            engine.Write($"taskservs/{name}/delete.sh", "true\n");
        }
        engine.Write("taskservs/first/create.sh", "true\n");
        engine.Write("taskservs/second/create.sh", "true\n");
        engine.Write("taskservs/third/create.sh.j2", "echo {{ outputs.one.token }}\n");
        return engine;
    }
}
