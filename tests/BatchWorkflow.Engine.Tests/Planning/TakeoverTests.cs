using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>What today's definitions make of a run that has begun.</summary>
public sealed class TakeoverTests
{
    [Fact]
    public void Plan_NothingDiffers_BeginsWhatAResumptionBegins()
    {
        Takeover taken = Take(Failed(Site()), Site());

        Assert.Empty(taken.Changes);
        Assert.Equal(["base/os@a", "apps/app@a"], taken.Anew);
        Assert.Empty(taken.Gone);
    }

    [Fact]
    public void Plan_ScriptOfAFailedStepDiffers_BeginsItAndKeepsWhatSucceeded()
    {
        Takeover taken = Take(Failed(Site()), Site(os: t => t with { Files = Files("create.sh", "2") }));

        Assert.Equal(["changed base/os@a (create.sh): has failed: begins anew"], Told(taken));
        Assert.Equal(["base/os@a", "apps/app@a"], taken.Anew);
        Assert.Equal(StepAction.Create, Step(taken, "make/a").Action);
    }

    [Fact]
    public void Plan_ScriptOfASucceededStepDiffers_IsJudgedAgain()
    {
        Takeover taken = Take(Ended(Site()), Site(os: t => t with { Files = Files("create.sh", "2") }));

        Assert.Equal(["base/os@a"], taken.Anew);
        Assert.Equal(["changed base/os@a (create.sh): has succeeded: its check decides whether it is done again"], Told(taken));
    }

    [Fact]
    public void Plan_TaskservWithoutCheckDiffers_SaysThatItIsDoneAgain()
    {
        Func<TaskservDefinition, TaskservDefinition> bare = t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } };
        Takeover taken = Take(Ended(Site(bare)), Site(t => bare(t) with { Version = "2" }));
        Assert.Equal(["changed base/os@a (version: 1 → 2): has succeeded: it is done again"], Told(taken));
    }

    [Fact]
    public void Plan_VariableDiffers_JudgesWhatGetsIt()
    {
        Takeover taken = Take(Ended(Site(with: b => b.Workflow(w => w with { Variables = Size(1) }))), Site(with: b => b.Workflow(w => w with { Variables = Size(2) })));

        Assert.Equal(["base/os@a", "apps/app@a"], taken.Anew);
        Assert.Contains("changed base/os@a (variable size: 1 → 2): has succeeded: its check decides whether it is done again", Told(taken));
    }

    [Fact]
    public void Plan_OnlyHowAnOperationRunsDiffers_JudgesNothingAgain()
    {
        Takeover taken = Take(Failed(Site()), Site(install: o => o with { Timeout = TimeSpan.FromSeconds(9), OnFailure = FailureAction.Continue }));

        Assert.Equal(["base/os@a", "apps/app@a"], taken.Anew);
        string told = Assert.Single(Told(taken));
        Assert.StartsWith("changed operation.base (", told, StringComparison.Ordinal);
        Assert.EndsWith(": counts from now on", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_StepIsNew_BeginsAndStandsWhereTodayPutsIt()
    {
        Takeover taken = Take(Ended(Site()), Site(with: b => b.Taskserv("lib").Install("libs", ["lib"], "base")));

        Assert.Equal(["libs/lib@a"], taken.Anew);
        Assert.Equal(["added libs/lib@a: is new"], Told(taken));
        Assert.Equal(StepAction.Create, Step(taken, "libs/lib@a").Action);
    }

    [Fact]
    public void Plan_StepThatDidSomethingIsGone_StaysForAnUndo()
    {
        Takeover taken = Take(Ended(Site()), Site(apps: []));

        Assert.Equal(["apps/app@a"], taken.Gone);
        Assert.Empty(taken.Anew);
        Assert.Equal(["removed apps/app@a: stays as the run left it; an undo undoes it with the files that it was done with"], Told(taken));
        Assert.Contains(taken.Plan.Steps, s => s.Id == "apps/app@a");
    }

    [Fact]
    public void Plan_StepThatFailedIsGone_DoesNotBeginAnew()
    {
        Takeover taken = Take(Failed(Site()), Site(bases: [], apps: ["app"]));
        Assert.Equal(["base/os@a"], taken.Gone);
        Assert.Equal(["apps/app@a"], taken.Anew);
    }

    [Fact]
    public void Plan_StepThatNeverBeganIsGone_IsLeftOut()
    {
        Takeover taken = Take(Failed(Site()), Site(apps: []));

        Assert.Empty(taken.Gone);
        Assert.DoesNotContain(taken.Plan.Steps, s => s.Id == "apps/app@a");
        Assert.Equal(["removed apps/app@a: is left out"], Told(taken));
    }

    [Fact]
    public void Plan_WithWhatIsGone_UndoesInTheOrderInWhichItWasDone()
    {
        RunHistory run = Ended(Site());
        Takeover taken = Take(run, Site(bases: []));
        Plan undo = RollbackPlanner.Plan(new RollbackInput { Forward = taken.Plan, History = run.Steps });

        List<string> order = [.. undo.Steps.Select(s => s.Id)];
        Assert.True(order.IndexOf("apps/app@a") < order.IndexOf("base/os@a"), string.Join(' ', order));
        Assert.True(order.IndexOf("base/os@a") < order.IndexOf("make/a"), string.Join(' ', order));
        Assert.True(Reaches(undo, "make/a", "base/os@a") && Reaches(undo, "base/os@a", "apps/app@a"));
    }

    [Fact]
    public void Plan_TodayTurnsTheOrderRound_LeavesOutWhatWouldBeACycle()
    {
        RunHistory run = Ended(new PlanBuilder().Server("a").Taskserv("os").Taskserv("app").CreateServers("make", "a")
            .Install("base", ["os"], "make").Install("apps", ["app"], "base"));
        PlanBuilder today = new PlanBuilder().Server("a").Taskserv("os").Taskserv("lib").CreateServers("make", "a").There("a")
            .Install("apps", ["lib"], "make").Install("base", ["os"], "apps");

        Takeover taken = Take(run, today);

        Assert.Equal(["apps/app@a"], taken.Gone);
        Assert.Equal(taken.Plan.Steps.Count, RollbackPlanner.Plan(new RollbackInput
        {
            Forward = taken.Plan,
            History = [.. taken.Plan.Steps.Select((s, i) => new StepHistory(s.Id, StepStatus.Succeeded, Changed: true, Began: true, null, i + 1))],
        }).Steps.Count);
        AssertInOrder(taken.Plan);
    }

    [Fact]
    public void Plan_ServerIsMadeAnew_JudgesWhatStandsOnItAgain()
    {
        RunHistory run = Ended(Site());
        PlanBuilder today = Site(with: b => b.Options(o => o with { AllowReplace = true }), server: s => s with { Cpu = 8 }, isThere: false);

        Takeover taken = Take(run, today);

        Assert.Equal(["make/a", "base/os@a", "apps/app@a"], taken.Anew);
        Assert.Contains("changed base/os@a: has succeeded; its server is made anew: its check decides whether it is done again", Told(taken));
    }

    [Fact]
    public void Plan_OutputsOfWhatBeginsAnew_JudgesWhatUsesThem()
    {
        Func<PlanBuilder, PlanBuilder> uses = b => b.Workflow(w => w with { Variables = new Dictionary<string, object?> { ["ip"] = new TemplateText("{{ outputs.base.ip }}") } });
        Func<TaskservDefinition, TaskservDefinition> app = t => t with { Variables = new Dictionary<string, object?> { ["at"] = new TemplateText("{{ ip }}") } };
        RunHistory run = Ended(Site(app: app, with: uses));

        Takeover taken = Take(run, Site(os: t => t with { Files = Files("create.sh", "2") }, app: app, with: uses));

        Assert.Equal(["base/os@a", "apps/app@a"], taken.Anew);
        Assert.Contains("changed apps/app@a: has succeeded; it uses outputs of base, which begins anew: its check decides whether it is done again", Told(taken));
    }

    [Fact]
    public void Plan_DeletionDiffers_StaysDone()
    {
        PlanBuilder Removal(string version) => new PlanBuilder().Server("a").There("a").Taskserv("os", t => t with { Version = version })
            .Operation("remove", OperationType.Delete, OperationTarget.Taskserv, ["os"]);
        Takeover taken = Take(Ended(Removal("1")), Removal("2"));
        Assert.Empty(taken.Anew);
        Assert.Equal(["changed remove/os@a (version: 1 → 2): has succeeded, and stays deleted"], Told(taken));
        Assert.Equal(StepAction.Delete, Step(taken, "remove/os@a").Action);
    }

    [Fact]
    public void Plan_ConditionOfASkippedStepDiffers_JudgesItAgain()
    {
        RunHistory run = Ended(Site(install: o => o with { When = "false" })).NotBegun(StepStatus.Skipped, "base/os@a");
        Assert.Equal(["base/os@a"], Take(run, Site(install: o => o with { When = "true" })).Anew);
        Assert.Empty(Take(run, Site(install: o => o with { When = "false", Timeout = TimeSpan.FromSeconds(9) })).Anew);
    }

    [Fact]
    public void Plan_RunIsNotOver_GoesOnWithWhatIsDoneAsBefore()
    {
        RunHistory run = Ended(Site()).NotBegun(StepStatus.Waiting, "base/os@a").NotBegun(StepStatus.Pending, "apps/app@a");
        Assert.Equal(["apps/app@a"], Take(run, Site(app: t => t with { Version = "2" }), isOver: false).Anew);
        Assert.Equal(["base/os@a", "apps/app@a"], Take(run, Site(app: t => t with { Version = "2" })).Anew);
    }

    [Fact]
    public void Restart_OfOneOperation_LeavesOtherDifferencesAsTheyAre()
    {
        RunHistory run = Ended(Site()).Failed("apps/app@a");
        PlanBuilder today = Site(os: t => t with { Version = "2" }, app: t => t with { Version = "2" }, with: b => b.Taskserv("lib").Install("libs", ["lib"], "base"));

        Takeover taken = Take(run, today, new RestartOptions { Operations = ["apps"] });

        Assert.Equal(["apps/app@a"], taken.Anew);
        Assert.Equal(["libs/lib@a"], taken.Left);
        Assert.Contains("changed base/os@a (version: 1 → 2): has succeeded, and stays as it is: this restart is not asked for it", Told(taken));
        Assert.Contains("added libs/lib@a: is left out: this restart is not asked for it", Told(taken));
    }

    [Fact]
    public void Restart_WhatIsGoneAndWasReverted_IsNotDoneAgain()
    {
        RunHistory run = Ended(Site()).Ended(StepStatus.Reverted, "make/a", "base/os@a", "apps/app@a");
        Assert.Equal(["make/a", "base/os@a"], Take(run, Site(apps: []), new RestartOptions()).Anew);
    }

    [Fact]
    public void Obstacles_WhatWasCreatedIsADeletionNow_IsNamed()
    {
        RunHistory run = Ended(Site());
        Plan today = Site(install: o => o with { Type = OperationType.Delete }, apps: []).Plan().Made();
        Assert.Equal("operation base was a create and is a delete now, and base/os@a has been done", TakeoverObstacles.Find(Input(run, today)));
    }

    [Fact]
    public void Obstacles_WhatWasCreatedIsOnlyCheckedNow_IsNamed()
    {
        Plan today = Site(install: o => o with { Type = OperationType.Check }).Plan().Made();
        Assert.Equal("operation base was a create and is a check now, and base/os@a has been done", TakeoverObstacles.Find(Input(Ended(Site()), today)));
    }

    [Fact]
    public void Obstacles_ServerIsAnotherMachineNow_IsNamedOnceSomethingWasDoneThere()
    {
        PlanBuilder At(long port) => Site(server: s => s with { Connection = new ConnectionDefinition { Settings = new Dictionary<string, object?> { ["host"] = "h", ["port"] = port } } });
        Assert.Equal("server a is another machine now (local h:2 in place of local h:1), and make/a has been done on the one before",
            TakeoverObstacles.Find(Input(Ended(At(1)), At(2).Plan().Made())));
        RunHistory nothing = Ended(At(1)).NotBegun(StepStatus.Pending, "make/a", "base/os@a", "apps/app@a");
        Assert.Null(TakeoverObstacles.Find(Input(nothing, At(2).Plan().Made())));
    }

    [Fact]
    public void Obstacles_OperationOfAStepThatWasDoneHasAnotherName_IsNamed()
    {
        Plan today = Site(apps: [], with: b => b.Install("programs", ["app"], "base")).Plan().Made();
        Assert.Equal("apps/app@a has been done and is called programs/app@a now; let its operation keep the name apps", TakeoverObstacles.Find(Input(Ended(Site()), today)));
        Assert.Null(TakeoverObstacles.Find(Input(Failed(Site()), today)));
    }

    [Fact]
    public void Obstacles_OutcomeOfAFormerScriptIsNotKnown_IsNamed()
    {
        RunHistory run = Failed(Site()).Change(["base/os@a"], h => h with { IsUnknown = true });
        Assert.Equal("what base/os@a started on a may still run, and the server could not be asked", TakeoverObstacles.Find(Input(run, Site(os: t => t with { Version = "2" }).Plan().Made())));
        Assert.Null(TakeoverObstacles.Find(Input(run, Site().Plan().Made())));
    }

    private static PlanBuilder Site(
        Func<TaskservDefinition, TaskservDefinition>? os = null,
        Func<TaskservDefinition, TaskservDefinition>? app = null,
        string[]? bases = null,
        string[]? apps = null,
        Func<OperationDefinition, OperationDefinition>? install = null,
        Func<PlanBuilder, PlanBuilder>? with = null,
        Func<ServerDefinition, ServerDefinition>? server = null,
        bool isThere = true)
    {
        ServerDefinition a = new() { Name = "a", Cpu = 2 };
        PlanBuilder site = new PlanBuilder().Server(server is null ? a : server(a)).Taskserv("os", os ?? (t => t)).Taskserv("app", app ?? (t => t))
            .CreateServers("make", "a");
        if (bases is null or { Length: > 0 })
            site = site.Operation("base", OperationType.Create, OperationTarget.Taskserv, bases ?? ["os"], ["make"], install);
        if (apps is null or { Length: > 0 })
            site = site.Install("apps", apps ?? ["app"], bases is { Length: 0 } ? "make" : "base");
        site = with is null ? site : with(site);
        return isThere ? site.There("a") : site;
    }

    private static Dictionary<string, string> Files(string name, string hash) => new() { [name] = hash };

    private static Dictionary<string, object?> Size(long size) => new() { ["size"] = size };

    /// <summary>A run of which everything succeeded; its server was not there when it was planned.</summary>
    private static RunHistory Ended(PlanBuilder site)
    {
        Plan plan = site.Plan().Made();
        RunHistory run = new(plan with { Steps = [.. plan.Steps.Select(s => s.Kind == StepKind.Server ? s with { Action = StepAction.Create } : s)] });
        return run.Change(plan.Steps.Select(s => s.Id), h => h with { Tried = true });
    }

    private static RunHistory Failed(PlanBuilder site) =>
        Ended(site).Failed("base/os@a").NotBegun(StepStatus.Omitted, "apps/app@a").Change(["apps/app@a"], h => h with { Tried = false });

    private static Takeover Take(RunHistory run, PlanBuilder today, RestartOptions? restart = null, bool isOver = true) =>
        TakeoverPlanner.Plan(Input(run, today.Plan().Made()) with { Restart = restart, IsOver = isOver });

    private static TakeoverInput Input(RunHistory run, Plan today) => new() { RunId = "r-1", Forward = run.Plan, History = run.Steps, Today = today, IsOver = true };

    private static PlanStep Step(Takeover taken, string id) => taken.Plan.Steps.Single(s => s.Id == id);

    private static List<string> Told(Takeover taken) => [.. taken.Changes.Select(BatchWorkflow.Engine.Views.ChangesText.Line)];

    private static bool Reaches(Plan plan, string from, string to)
    {
        PlanStep step = plan.Steps.Single(s => s.Id == from);
        return step.DependsOn.Any(d => d.On == to || plan.Steps.Where(s => d.IsOperation ? s.Operation == d.On : s.Id == d.On).Any(s => s.Id == to || Reaches(plan, s.Id, to)));
    }

    private static void AssertInOrder(Plan plan)
    {
        List<string> seen = [];
        foreach (PlanStep step in plan.Steps)
        {
            foreach (StepDependency on in step.DependsOn)
                Assert.All(plan.Steps.Where(s => on.IsOperation ? s.Operation == on.On : s.Id == on.On), s => Assert.Contains(s.Id, seen));
            seen.Add(step.Id);
        }
    }
}
