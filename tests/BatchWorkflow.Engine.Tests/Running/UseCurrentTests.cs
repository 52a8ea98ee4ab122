using System.Text;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Runs that go on by today's files.</summary>
public sealed class UseCurrentTests
{
    private const string Two = """
        name: two
        retry_policy: { max_attempts: 1 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: first, type: create, target: taskserv, items: [one], depends_on: [make], on_failure: fail }
          - { id: second, type: create, target: taskserv, items: [thing], depends_on: [first], on_failure: fail }
        """;

    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resume_ScriptWasMended_RunsTheMendedOneAndNothingElse()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "mended\n");

        BatchRun end = await ResumeAsync(engine, failed.Id);

        Assert.Equal((RunStatus.Succeeded, 3), (end.Status, end.StepsChanged));
        Assert.Empty(end.Warnings);
        List<string> ran = Ran(engine, "run infra/a thing*/create");
        Assert.Equal(2, ran.Distinct().Count());
        Assert.Single(engine.World.CallsTo("create infra/a"));
        Assert.Single(engine.World.CallsTo("run infra/a one*/create"));
    }

    [Fact]
    public async Task Compare_ScriptWasMended_TellsItAndChangesNothing()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "mended\n");
        int events = (await engine.Engine.TrailAsync(failed.Id, all: true, End)).Count;

        CurrentFiles current = await engine.Engine.CompareAsync(failed.Id, restart: null, End);

        Assert.Equal(["changed second/thing@a (create.sh): has failed: begins anew"], current.Changes.Select(BatchWorkflow.Engine.Views.ChangesText.Line));
        Assert.Equal(events, (await engine.Engine.TrailAsync(failed.Id, all: true, End)).Count);
        Assert.Equal(RunStatus.Failed, (await engine.Engine.GetAsync(failed.Id, End)).Status);
    }

    [Fact]
    public async Task Resume_NothingDiffers_IsAnOrdinaryResumption()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);

        BatchRun end = await ResumeAsync(engine, failed.Id);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.DoesNotContain(await engine.Engine.TrailAsync(failed.Id, all: true, End), e => e.Action == "TookCurrent");
    }

    [Fact]
    public async Task Resume_VariableWasMended_GivesItToTheScript()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine, Two + "\nvariables: { size: wrong }\n");
        File.WriteAllText(failed.Path!, Two + "\nvariables: { size: right }\n");

        BatchRun end = await ResumeAsync(engine, failed.Id);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(["wrong", "right"], engine.World.CallsTo("run infra/a thing*/create").Select(c => c.Script!.Environment["BW_VAR_SIZE"]));
    }

    [Fact]
    public async Task Resume_SucceededStepDiffers_IsUpdatedAndUndoneByTheFilesThatDidIt()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/one/update.sh", "new\n");
        engine.Write("taskservs/one/delete.sh", "new\n");

        BatchRun end = await ResumeAsync(engine, failed.Id);
        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Single(engine.World.CallsTo("run infra/a one*/create"));
        string update = Assert.Single(Ran(engine, "run infra/a one*/update"));

        BatchRun undone = await engine.RollBackAsync(failed.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal(update, Assert.Single(Ran(engine, "run infra/a one*/delete")));
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task Rollback_OfAStepThatStayedAndOneThatIsGone_UsesTheFilesOfThen()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        string one = Assert.Single(Ran(engine, "run infra/a one*/create"));
        string thing = Assert.Single(Ran(engine, "run infra/a thing*/create"));
        engine.Write("taskservs/other/taskserv.yaml", "description: Another.\n");
        engine.Write("taskservs/other/create.sh", "true\n");
        engine.Write("taskservs/other/delete.sh", "true\n");
        File.WriteAllText(failed.Path!, Two.Replace("items: [one]", "items: [other]", StringComparison.Ordinal).Replace("items: [thing]", "items: [other]", StringComparison.Ordinal));
        engine.Write("taskservs/one/delete.sh", "new\n");
        engine.Write("taskservs/thing/delete.sh", "new\n");

        BatchRun end = await ResumeAsync(engine, failed.Id);
        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(StepStatus.Succeeded, end.StepList.Single(s => s.Id == "first/one@a").Status);
        Assert.Equal((StepStatus.Skipped, "it is no longer in the workflow"), end.StepList.Where(s => s.Id == "second/thing@a").Select(s => (s.Status, s.Reason)).Single());

        BatchRun undone = await engine.RollBackAsync(failed.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal(one, Assert.Single(Ran(engine, "run infra/a one*/delete")));
        Assert.Equal(thing, Assert.Single(Ran(engine, "run infra/a thing*/delete")));
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task Restart_AfterARollback_GoesByTodaysFilesAndLeavesOutWhatIsGone()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        await engine.RollBackAsync(failed.Id);
        File.WriteAllText(failed.Path!, Two.Replace("  - { id: second", "  # - { id: second", StringComparison.Ordinal));

        BatchRun end = await RestartAsync(engine, failed.Id, new RestartOptions());

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Single(engine.World.CallsTo("run infra/a thing*/create"));
        Assert.Equal(2, engine.World.CallsTo("run infra/a one*/create").Count);
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(failed.Id)).Status);
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task Resume_AfterAWarningOfTheFiles_TakesItBack()
    {
        await using ScriptedEngine engine = Make(Answer.Exits(1), Answer.Exits(1), Answer.Exits(1), Answer.Ok);
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "mended\n");
        Assert.Single((await PlainResumeAsync(engine, failed.Id)).Warnings);
        Assert.Single((await PlainResumeAsync(engine, failed.Id)).Warnings);

        Assert.Empty((await ResumeAsync(engine, failed.Id)).Warnings);
    }

    [Fact]
    public async Task Resume_TakenTwice_GoesByTheLast()
    {
        await using ScriptedEngine engine = Make(Answer.Exits(1), Answer.Exits(1), Answer.Ok);
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "second\n");
        Assert.Equal(RunStatus.Failed, (await ResumeAsync(engine, failed.Id)).Status);
        engine.Write("taskservs/thing/create.sh", "third\n");

        BatchRun end = await ResumeAsync(engine, failed.Id);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(3, Ran(engine, "run infra/a thing*/create").Distinct().Count());
        Assert.Equal(2, (await engine.Engine.TrailAsync(failed.Id, all: false, End)).Count(e => e.Action == "TookCurrent"));
        Assert.True((await engine.Engine.AuditAsync(failed.Id, null, End)).Valid);
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(failed.Id)).Status);
    }

    [Fact]
    public async Task Resume_ScriptIsUnderWay_WaitsForItFirstAsItBegan()
    {
        TaskCompletionSource ends = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedEngine engine = Make(Answer.Exits(1) with { Until = ends.Task }, Answer.Ok);
        string id = await DieAsync(engine);

        Task<BatchRun> resumed = ResumeAsync(engine, id);
        await engine.World.BegunAsync("wait infra/a thing*/create", 2, End);
        Assert.Single(engine.World.CallsTo("run infra/a thing*/create"));
        ends.SetResult();

        Assert.Equal(RunStatus.Succeeded, (await resumed).Status);
        Assert.Equal(2, Ran(engine, "run infra/a thing*/create").Distinct().Count());
        Assert.Single(engine.World.CallsTo("run infra/a one*/create"));
    }

    [Fact]
    public async Task Resume_IsStoppedWhileItWaitsForWhatIsUnderWay_DoesNotTakeThem()
    {
        TaskCompletionSource ends = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedEngine engine = Make(Answer.Exits(1) with { Until = ends.Task }, Answer.Ok);
        string id = await DieAsync(engine);
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions { Current = await engine.Engine.CompareAsync(id, restart: null, End) }, End);
        await engine.World.BegunAsync("wait infra/a thing*/create", 2, End);

        run.Stop("Ctrl+C");
        Assert.False(run.Snapshot().StepList.Single(s => s.Taskserv == "thing").Done);
        ends.SetResult();

        Assert.Equal(RunStatus.Failed, (await run.Completion).Status);
        Assert.DoesNotContain(await engine.Engine.TrailAsync(id, all: false, End), e => e.Action == "TookCurrent");
        Assert.Equal(RunStatus.Succeeded, (await ResumeAsync(engine, id)).Status);
    }

    [Fact]
    public async Task Resume_IsLetGoWhileItWaitsForWhatIsUnderWay_IsInterruptedByTheFilesOfThen()
    {
        await using ScriptedEngine engine = Make(Answer.Hangs, Answer.Ok);
        string id = await DieAsync(engine);
        ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions { Current = await engine.Engine.CompareAsync(id, restart: null, End) }, End);
        await engine.World.BegunAsync("wait infra/a thing*/create", 2, End);

        await run.DisposeAsync();

        Assert.Equal(RunStatus.Interrupted, (await engine.Engine.GetAsync(id, End)).Status);
        Assert.DoesNotContain(await engine.Engine.TrailAsync(id, all: false, End), e => e.Action == "TookCurrent");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_EngineDiesAsItTakesThem_CanBeResumedEitherWay(bool isWritten)
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "mended\n");
        engine.Passing = (entry, written) =>
        {
            if (entry.Event is DefinitionsTaken && written == isWritten)
                throw new InvalidOperationException("the engine ends here");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => ResumeAsync(engine, failed.Id));
        engine.Passing = null;

        BatchRun end = await PlainResumeAsync(engine, failed.Id);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(isWritten ? 2 : 1, Ran(engine, "run infra/a thing*/create").Distinct().Count());
        Assert.Equal(isWritten ? 0 : 1, end.Warnings.Count);
    }

    [Fact]
    public async Task Resume_TodaysFilesHaveAProblem_IsRefusedAndLeavesTheRunAsItWas()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        int events = (await engine.Engine.TrailAsync(failed.Id, all: true, End)).Count;
        File.WriteAllText(failed.Path!, Two.Replace("depends_on: [first]", "depends_on: [frist]", StringComparison.Ordinal));

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => ResumeAsync(engine, failed.Id));

        Assert.Equal("Definition.Invalid", refused.ErrorId);
        Assert.Contains("frist", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(events, (await engine.Engine.TrailAsync(failed.Id, all: true, End)).Count);
    }

    [Theory]
    [InlineData("name: two", "name: three", "the workflow is now called three in place of two")]
    [InlineData("id: first, type: create", "id: first, type: delete", "operation first was a create and is a delete now, and first/one@a has been done")]
    public async Task Resume_ChangeCannotBeTaken_SaysWhichAndThatANewRunTakesIt(string was, string becomes, string why)
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        File.WriteAllText(failed.Path!, Two.Replace(was, becomes, StringComparison.Ordinal));

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => ResumeAsync(engine, failed.Id));

        Assert.Equal(("Run.NotTaken", $"Run {failed.Id} cannot go on by today's files: {why}. The run stays as it was."), (refused.ErrorId, refused.Message));
        Assert.Equal(RunStatus.Succeeded, (await PlainResumeAsync(engine, failed.Id)).Status);
    }

    [Fact]
    public async Task Resume_FileIsGone_IsRefused()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        File.Delete(failed.Path!);
        Assert.Equal("Run.NoFiles", (await Assert.ThrowsAsync<BatchWorkflowException>(() => ResumeAsync(engine, failed.Id))).ErrorId);
    }

    [Fact]
    public async Task Resume_DefinitionCameFromNoFile_IsRefused()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await engine.RunAsync(await engine.PlanAsync(Two) with { Path = null });
        Assert.Equal("Run.NoFiles", (await Assert.ThrowsAsync<BatchWorkflowException>(() => ResumeAsync(engine, failed.Id))).ErrorId);
    }

    [Fact]
    public async Task Restart_OfOneOperation_LeavesOthersAndALaterResumptionTakesThem()
    {
        await using ScriptedEngine engine = Make(Answer.Exits(1), Answer.Exits(1), Answer.Ok);
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/one/update.sh", "new\n");
        Assert.Equal(RunStatus.Failed, (await RestartAsync(engine, failed.Id, new RestartOptions { Operations = ["second"] })).Status);
        Assert.Empty(engine.World.CallsTo("run infra/a one*/update"));

        BatchRun end = await ResumeAsync(engine, failed.Id);

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Single(engine.World.CallsTo("run infra/a one*/update"));
    }

    [Fact]
    public async Task Rollback_ToACheckpointBetween_TellsWhatWasChangedAgainAfterIt()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine, Two + "\nrollback_strategy: { checkpoint_interval: 2 }\n");
        engine.Write("taskservs/one/update.sh", "new\n");
        BatchRun end = await ResumeAsync(engine, failed.Id);
        Assert.Equal(1, end.Checkpoints[0].Number);

        Plan undo = await engine.Engine.PlanRollbackAsync(failed.Id, new RollbackOptions { ToCheckpoint = 1 }, End);

        Assert.Equal(["second/thing@a"], undo.Steps.Select(s => s.Id));
        Assert.Equal("first/one@a", Assert.Single(undo.NotUndone).Step);
    }

    [Fact]
    public async Task Sweep_AfterTodaysFilesWereTaken_KeepsThoseOfBoth()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/one/delete.sh", "new\n");
        await ResumeAsync(engine, failed.Id);

        await engine.Engine.TidyAsync(End);

        string files = engine["state/files"];
        Assert.Contains(Directory.EnumerateFiles(files), f => File.ReadAllText(f) == "new\n");
        Assert.Contains(Directory.EnumerateFiles(files), f => File.ReadAllText(f) == "one delete\n");
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(failed.Id)).Status);
        await engine.Engine.RemoveAsync(failed.Id, force: false, End);
        Assert.False(Directory.Exists(engine[$"state/runs/{failed.Id}"]));
    }

    [Fact]
    public async Task Audit_PlanThatWasTakenIsEdited_NamesIt()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/thing/create.sh", "mended\n");
        await ResumeAsync(engine, failed.Id);
        string later = Assert.Single(Directory.EnumerateFiles(engine[$"state/runs/{failed.Id}"], "plan.*.json"));
        File.AppendAllText(later, " ");

        BatchAudit audit = await engine.Engine.AuditAsync(failed.Id, null, End);

        Assert.Contains(audit.Problems, p => p.Stream.EndsWith(Path.GetFileName(later), StringComparison.Ordinal) && p.Message == "it is not the plan that the run went on by");
    }

    [Fact]
    public async Task Get_WithoutCheckpointFile_TellsTheSame()
    {
        await using ScriptedEngine engine = Make();
        BatchRun failed = await FailAsync(engine);
        engine.Write("taskservs/one/update.sh", "new\n");
        await ResumeAsync(engine, failed.Id);
        string before = Json(await engine.Engine.GetAsync(failed.Id, End));

        File.Delete(engine[$"state/runs/{failed.Id}/checkpoint.json"]);

        Assert.Equal(before, Json(await engine.Engine.GetAsync(failed.Id, End)));
    }

    private static string Json(BatchRun run) => Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(run));

    /// <summary>One server with two taskservs without checks; creating the second answers as told, by default it fails once.</summary>
    private static ScriptedEngine Make(params Answer[] answers)
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        foreach (string name in new[] { "one", "thing" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", $"description: {name}.\n");
            foreach (string script in new[] { "create", "delete" })
                engine.Write($"taskservs/{name}/{script}.sh", $"{name} {script}\n");
        }
        engine.World.On("run infra/a thing*/create*", answers.Length > 0 ? answers : [Answer.Exits(1), Answer.Ok]);
        return engine;
    }

    /// <summary>A run whose engine died while the script of thing was under way, and whose script was changed since.</summary>
    private static async Task<string> DieAsync(ScriptedEngine engine)
    {
        TaskCompletionSource dies = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On("run infra/a one*/create", Answer.WaitsFor(dies.Task));
        ActiveRun dying = await engine.SubmitAsync(await engine.PlanAsync(Two.Replace("depends_on: [first]", "depends_on: [make]", StringComparison.Ordinal)));
        await engine.World.BegunAsync("run infra/a one*/create", 1, End);
        await engine.World.BegunAsync("run infra/a thing*/create", 1, End);
        engine.Written = entry => entry.Event is AttemptEnded ? throw new InvalidOperationException("the engine ends here") : Task.CompletedTask;
        dies.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Completion);
        engine.Written = null;
        engine.Write("taskservs/thing/create.sh", "mended\n");
        return dying.Id;
    }

    private static async Task<BatchRun> FailAsync(ScriptedEngine engine, string workflow = Two)
    {
        BatchRun failed = await engine.RunAsync(workflow);
        Assert.Equal(RunStatus.Failed, failed.Status);
        return failed;
    }

    /// <summary>Which versions of a taskserv's files scripts ran from.</summary>
    private static List<string> Ran(ScriptedEngine engine, string pattern) =>
        [.. engine.World.CallsTo(pattern).Select(c => Path.GetFileName(c.Script!.FilesFolder!))];

    private static async Task<BatchRun> ResumeAsync(ScriptedEngine engine, string id)
    {
        RunOptions options = new() { Current = await engine.Engine.CompareAsync(id, restart: null, End) };
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, options, End);
        return await run.Completion;
    }

    private static async Task<BatchRun> RestartAsync(ScriptedEngine engine, string id, RestartOptions restart)
    {
        RunOptions options = new() { Current = await engine.Engine.CompareAsync(id, restart, End) };
        await using ActiveRun run = await engine.Engine.RestartAsync(id, restart, options, End);
        return await run.Completion;
    }

    private static async Task<BatchRun> PlainResumeAsync(ScriptedEngine engine, string id)
    {
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions(), End);
        return await run.Completion;
    }
}
