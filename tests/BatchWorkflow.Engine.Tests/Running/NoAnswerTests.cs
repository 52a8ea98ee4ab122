using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A check that could not be run, or was killed, has said nothing: nothing is done by it.</summary>
public sealed class NoAnswerTests
{
    private const string Site = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: TYPE, target: taskserv, items: [app], depends_on: [make], on_failure: fail }
        retry_policy: { max_attempts: 2, initial_delay: 0 }
        """;

    public static TheoryData<int, string, string> Endings()
    {
        TheoryData<int, string, string> all = [];
        foreach (int code in (int[])[126, 127, 129, 137, 143, 192])
            foreach (string type in (string[])["create", "update", "delete", "check"])
                all.Add(code, type, code == 137 ? "::drift property=size wanted=2 found=1" : code == 143 ? "::absent" : "");
        return all;
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Run_OnACheckThatGaveNoAnswer_FailsAndActsNot(int code, string type, string said)
    {
        await using ScriptedEngine engine = await InstalledAsync();
        engine.World.On("run infra/a app*/check", Ends(code, said));
        int before = Acts(engine);

        BatchRun run = await engine.RunAsync(Site.Replace("TYPE", type, StringComparison.Ordinal));

        BatchStep step = run.StepList.Single(s => s.Taskserv == "app");
        Assert.Equal((StepStatus.Failed, FailureKind.Unknown, 2, code), (step.Status, step.Failure!.Kind, step.Attempts, step.Failure.ExitCode));
        Assert.StartsWith("The check of app on a gave no answer, so it is not known what is there: check.sh ", step.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Acts(engine));
    }

    [Theory]
    [InlineData(126, "exit code 126")]
    [InlineData(127, "exit code 127")]
    [InlineData(137, "signal 9")]
    public async Task Plan_OnACheckThatGaveNoAnswer_IsAnEstimateThatNamesItAndItsServer(int code, string how)
    {
        await using ScriptedEngine engine = await InstalledAsync();
        engine.World.On("run infra/a app*/check", Ends(code, ""));

        PlanStep step = (await engine.PlanAsync(Site.Replace("TYPE", "create", StringComparison.Ordinal), refresh: true)).Steps.Single(s => s.Taskserv == "app");

        Assert.False(step.Exact);
        Assert.StartsWith("its check on a gave no answer (check.sh ", step.Reason, StringComparison.Ordinal);
        Assert.Contains(how, step.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(125)]
    [InlineData(128)]
    [InlineData(193)]
    [InlineData(255)]
    public async Task Run_OnACheckThatExitsOtherwise_Acts(int code)
    {
        await using ScriptedEngine engine = await InstalledAsync();
        engine.World.On("run infra/a app*/check", Ends(code, ""));
        int before = Acts(engine);

        BatchRun run = await engine.RunAsync(Site.Replace("TYPE", "create", StringComparison.Ordinal));

        Assert.Equal((RunStatus.Succeeded, before + 1), (run.Status, Acts(engine)));
    }

    private static Answer Ends(int code, string said) => Answer.Exits(code) with { Output = said.Length == 0 ? [] : [said] };

    private static int Acts(ScriptedEngine engine) =>
        new[] { "create", "update", "delete" }.Sum(script => engine.World.CallsTo($"run infra/a app*/{script}").Count);

    private static async Task<ScriptedEngine> InstalledAsync()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/app/taskserv.yaml", "description: A thing.\n");
        foreach (string script in new[] { "create", "update", "delete", "check" })
            engine.Write($"taskservs/app/{script}.sh", "true\n");
        engine.World.On("run infra/a app*/check", Answer.Exits(1) with { Output = ["::absent"] });
        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Site.Replace("TYPE", "create", StringComparison.Ordinal))).Status);
        return engine;
    }
}
