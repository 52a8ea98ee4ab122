using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What servers tell of themselves: asked once a run, and used by templates, conditions and sizes.</summary>
public sealed class ServerFactsTests
{
    private const string Install = """
        name: install
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing, other], depends_on: [make] }
        """;

    private static readonly ServerFacts Small = new() { Os = "debian", Version = "12", Cpu = 2, Memory = 1970, Disk = 19, Addresses = ["192.0.2.7"] };

    [Fact]
    public async Task Run_TwoStepsOnAServer_AskItOnce()
    {
        await using ScriptedEngine engine = Make();

        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Install)).Status);

        Assert.Single(engine.World.CallsTo("facts *"));
    }

    [Fact]
    public async Task Resume_AfterItWasAsked_DoesNotAskAgain()
    {
        await using ScriptedEngine engine = Make();
        await InterruptAndResumeAsync(engine);
        Assert.Single(engine.World.CallsTo("facts *"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_ServerIsAsItWas_WritesNothingOfItAgain(bool tells)
    {
        await using ScriptedEngine engine = Make();
        if (!tells)
            engine.World.Facts.Clear();
        int reached = 0;
        engine.Written = entry =>
        {
            reached += entry.Event is ServerReached ? 1 : 0;
            return Task.CompletedTask;
        };
        await InterruptAndResumeAsync(engine);
        Assert.Equal(1, reached);
    }

    [Fact]
    public async Task Variable_OfFacts_IsRenderedWithWhatTheServerTold()
    {
        await using ScriptedEngine engine = Make();

        BatchRun run = await engine.RunAsync(Install + "\nvariables: { workers: '{{ server.facts.cpu * 2 }}', system: '{{ server.facts.os }} {{ server.facts.addresses[0] }}' }\n");

        Assert.Equal("", string.Join("; ", run.StepList.Select(s => s.Failure?.Message).OfType<string>()));
        IReadOnlyDictionary<string, string> given = engine.World.CallsTo("start infra/a thing*/create*").Single().Script!.Environment;
        Assert.Equal(("4", "debian 192.0.2.7"), (given["BW_VAR_WORKERS"], given["BW_VAR_SYSTEM"]));
    }

    [Theory]
    [InlineData("debian", StepStatus.Succeeded)]
    [InlineData("alpine", StepStatus.Skipped)]
    public async Task When_OfFactsOfAServerThatNoStepReached_AsksItFirst(string os, StepStatus expected)
    {
        await using ScriptedEngine engine = Make();
        engine.World.Facts["infra/a"] = Small with { Os = os };

        BatchRun run = await engine.RunAsync(Install.Replace("depends_on", "when: server.facts.os == 'debian', depends_on", StringComparison.Ordinal));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.All(run.StepList.Where(s => s.Operation == "install"), s => Assert.Equal(expected, s.Status));
        Assert.Single(engine.World.CallsTo("facts *"));
    }

    [Fact]
    public async Task When_OfFactsOfAServerThatCannotBeReached_FailsWithThatReason()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("facts *", Answer.Fails(FailureKind.Auth, "The key is refused."));

        BatchRun run = await engine.RunAsync(Install.Replace("depends_on", "when: server.facts.os == 'debian', depends_on", StringComparison.Ordinal));

        Assert.Contains(run.StepList, s => s.Failure is { Kind: FailureKind.Auth, Message: "The key is refused." });
    }

    [Fact]
    public async Task MinimumResources_MoreThanTheServerTells_IsRefusedBeforeAnythingIsInstalled()
    {
        await using ScriptedEngine engine = Make("minimum_resources: { cpu: 4, memory: 2048, disk: 40 }");

        BatchRun run = await engine.RunAsync(Install);

        Failure failure = run.StepList.Single(s => s.Item == "thing").Failure!;
        Assert.Equal((FailureKind.Validation, "Server a is too small for thing: its cpu is 2 and not 4, its disk is 19 GiB and not 40 GiB."), (failure.Kind, failure.Message));
        Assert.Empty(engine.World.CallsTo("start infra/a thing*/create*"));
    }

    [Fact]
    public async Task MinimumResources_ServerWasReachedByAnEarlierRun_IsJudgedByThePlan()
    {
        await using ScriptedEngine engine = Make("minimum_resources: { memory: 2048 }");
        Plan before = await engine.PlanAsync(Install);
        Assert.Contains(before.Warnings, w => w.Code == "Plan.SizeUnknown");
        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Install)).Status);

        Plan after = await engine.PlanAsync(Install);

        Assert.DoesNotContain(after.Warnings, w => w.Code == "Plan.SizeUnknown");
    }

    /// <summary>Lets go of a run while its last step is under way, and resumes it to its end.</summary>
    private static async Task InterruptAndResumeAsync(ScriptedEngine engine)
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On("run infra/a other*/create*", Answer.WaitsFor(gate.Task));
        ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install));
        await engine.World.BegunAsync("run infra/a other*/create*", 1, TestContext.Current.CancellationToken);
        await run.LetGoAsync();
        gate.SetResult();

        await using ActiveRun resumed = await engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion).Status);
    }

    private static ScriptedEngine Make(string needs = "description: A thing.")
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.World.Facts["infra/a"] = Small;
        foreach (string name in new[] { "thing", "other" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", (name == "thing" ? needs : "description: Another.") + "\n");
            engine.Write($"taskservs/{name}/create.sh", "true\n");
        }
        return engine;
    }
}
