using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What a check says of a taskserv decides what is done, and so how that is undone.</summary>
public sealed class AbsentTests
{
    private const string Servers = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
        """;

    private const string Site = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make] }
        retry_policy: { max_attempts: 1 }
        """;

    private static readonly Answer _absent = Answer.Exits(1) with { Output = ["::absent"] };
    private static readonly Answer _absentWithDrift = Answer.Exits(1) with { Output = ["::drift property=size wanted=2", "::absent"] };
    private static readonly Answer _different = Answer.Exits(1) with { Output = ["::drift property=size wanted=2 found=1"] };
    private static readonly Answer _unclear = Answer.Exits(1);

    public static TheoryData<string, bool, string, string> Decisions { get; } = new()
    {
        // what the check says, recorded by a run before, the script that runs, how it is undone
        { "absent", false, "create", "Delete" },
        { "absent with drift", false, "create", "Delete" },
        { "different", false, "update", "not undone" },
        { "unclear", false, "create", "Delete" },
        { "absent", true, "create", "Delete" },
        { "different", true, "update", "not undone" },
        { "unclear", true, "update", "not undone" },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task Install_WhatTheCheckSays_DecidesTheScriptAndTheUndo(string said, bool isRecorded, string script, string undone)
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded);
        engine.World.On("run infra/a app*/check", Said(said));
        int before = engine.World.CallsTo($"run infra/a app*/{script}").Count;

        BatchRun run = await engine.RunAsync(Site);

        BatchStep step = Step(run);
        Assert.Equal((RunStatus.Succeeded, true), (run.Status, step.Changed));
        Assert.Equal(script == "create" ? StepAction.Create : StepAction.Update, step.Action);
        Assert.Equal(before + 1, engine.World.CallsTo($"run infra/a app*/{script}").Count);
        Assert.Equal(undone, await UndoOfAsync(engine, run));
    }

    [Fact]
    public async Task Install_PlanAndRunOnAnAnswerThatTheyBothSee_SayTheSame()
    {
        foreach ((string said, bool isRecorded, string script, _) in Decisions.Select(d => d.Data))
        {
            await using ScriptedEngine engine = await MakeAsync(isRecorded);
            engine.World.On("run infra/a app*/check", Said(said));

            PlanStep planned = (await engine.PlanAsync(Site, refresh: true)).Steps.Single(s => s.Taskserv == "app");

            Assert.Equal((script == "create" ? StepAction.Create : StepAction.Update, true), (planned.Action, planned.Exact));
        }
    }

    [Theory]
    [InlineData("::absent")]
    [InlineData("::drift property=size wanted=2 found=1")]
    public async Task Check_ExitsZeroAndSaysOtherwise_CountsAsWantedAndIsWarnedOf(string line)
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded: false);
        engine.World.On("run infra/a app*/check", Answer.Says(line));

        BatchRun run = await engine.RunAsync(Site);

        Assert.Equal((RunStatus.Succeeded, false), (run.Status, Step(run).Changed));
        Assert.Empty(engine.World.CallsTo("run infra/a app*/create"));
        BatchLogEntry warning = Assert.Single(await engine.LogAsync(run.Id), l => l.Level == LogLevel.Warn);
        Assert.Equal($"check.sh exits 0, which means as wanted, but says {line.Split(' ')[0]}. Exit 1 when something is absent or different.", warning.Message);
    }

    [Fact]
    public async Task Update_OfWhatIsAbsent_FailsAndNamesTheTypeThatCreates()
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded: false);
        engine.World.On("run infra/a app*/check", _absent);

        BatchRun run = await engine.RunAsync("""
            name: site
            operations:
              - { id: app, type: update, target: taskserv, items: [app], on_failure: fail }
            """);

        Failure failure = Step(run).Failure!;
        Assert.Equal((RunStatus.Failed, FailureKind.NotFound), (run.Status, failure.Kind));
        Assert.Equal("Nothing of app is on a, so operation app has nothing to update. Use type create: it makes what is missing and updates what differs.", failure.Message);
        Assert.Empty(engine.World.CallsTo("run infra/a app*/update").Concat(engine.World.CallsTo("run infra/a app*/create")));
    }

    [Fact]
    public async Task Update_OfWhatIsUnclear_Updates()
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded: false);
        engine.World.On("run infra/a app*/check", _unclear);

        BatchRun run = await engine.RunAsync("""
            name: site
            operations:
              - { id: app, type: update, target: taskserv, items: [app] }
            """);

        Assert.Equal((RunStatus.Succeeded, StepAction.Update), (run.Status, Step(run).Action));
        Assert.Single(engine.World.CallsTo("run infra/a app*/update"));
    }

    [Fact]
    public async Task Install_OnAServerThatThisRunMade_IsACreateWhateverTheImageHolds()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a app*/check", _different);

        BatchRun run = await engine.RunAsync(Site);

        Assert.Equal((RunStatus.Succeeded, StepAction.Create), (run.Status, Step(run).Action));
        BatchRun undone = await engine.RollBackAsync(run.Id);
        Assert.Equal((RunStatus.RolledBack, 0), (undone.Status, engine.World.Resources.Count));
    }

    [Fact]
    public async Task Install_CorrectedThenKilledAndResumed_IsStillUndoneByDelete()
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded: true);
        engine.World.On("run infra/a app*/check", _absent, _different);
        engine.World.On("run infra/a app*/create", Answer.Hangs, Answer.Ok);
        int before = engine.World.CallsTo("run infra/a app*/create").Count;
        ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Site));
        await engine.World.BegunAsync("run infra/a app*/create", before + 1, TestContext.Current.CancellationToken);
        string id = run.Snapshot().Id;
        await run.DisposeAsync();

        await using ActiveRun resumed = await engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken);
        BatchRun end = await resumed.Completion;

        Assert.Equal((RunStatus.Succeeded, StepAction.Create), (end.Status, Step(end).Action));
        Plan undo = await engine.Engine.PlanRollbackAsync(end.Id, new RollbackOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(StepAction.Delete, undo.Steps.Single(s => s.Taskserv == "app").Action);
    }

    [Fact]
    public async Task SecondDayRun_ThatFails_IsRolledBack()
    {
        await using ScriptedEngine engine = await MakeAsync(isRecorded: false);
        engine.World.On("run infra/a app*/check", _absentWithDrift);
        engine.World.On("run infra/a app*/create", Answer.Exits(2));

        BatchRun run = await engine.RunAsync(Site);

        Assert.Equal(RunStatus.RolledBack, run.Status);
    }

    private static async Task<string> UndoOfAsync(ScriptedEngine engine, BatchRun run)
    {
        try
        {
            Plan undo = await engine.Engine.PlanRollbackAsync(run.Id, new RollbackOptions(), TestContext.Current.CancellationToken);
            return undo.Steps.Single(s => s.Taskserv == "app").Action.ToString();
        }
        catch (BatchWorkflowException e) when (e.ErrorId == "Run.NothingToUndo")
        {
            Assert.EndsWith("app/app@a: what it was before this run is not known.", e.Message, StringComparison.Ordinal);
            return "not undone";
        }
    }

    private static Answer Said(string said) => said switch
    {
        "absent" => _absent,
        "absent with drift" => _absentWithDrift,
        "different" => _different,
        _ => _unclear,
    };

    private static BatchStep Step(BatchRun run) => run.StepList.Single(s => s.Taskserv == "app");

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/app/taskserv.yaml", "description: A thing.\n");
        foreach (string script in new[] { "create", "update", "delete", "check" })
            engine.Write($"taskservs/app/{script}.sh", "true\n");
        return engine;
    }

    /// <summary>An engine whose server is there, with or without a record of the taskserv.</summary>
    private static async Task<ScriptedEngine> MakeAsync(bool isRecorded)
    {
        ScriptedEngine engine = Make();
        engine.World.On("run infra/a app*/check", _absent);
        BatchRun first = await engine.RunAsync(isRecorded ? Site : Servers);
        Assert.Equal(RunStatus.Succeeded, first.Status);
        return engine;
    }
}
