using BatchWorkflow.Engine.State;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class RollbackTests
{
    [Fact]
    public void Undo_WholeRun_DeletesInReverseOrder()
    {
        Plan undo = new RunHistory(Stack().Plan().Made()).Undo();
        Assert.Equal(
            [
                "Delete apps/app@b", "Delete apps/app@a", "Delete base/lib@b", "Delete base/lib@a", "Delete base/os@b", "Delete base/os@a",
                "Delete make/b", "Delete make/a", "Delete provider.local/net",
            ],
            undo.Steps.Select(s => $"{s.Action} {s.Id}"));
        Assert.Equal(["hard base/lib@a"], undo.Waits("base/os@a"));
        Assert.Equal(["hard apps/app@a", "hard base/lib@a", "hard base/os@a", "order operation base"], undo.Waits("make/a"));
        Assert.Equal(["hard make/a", "hard make/b"], undo.Waits("provider.local/net"));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4], undo.Steps.Select(s => s.Wave));
        Assert.Equal(["apps/app@b", "base/lib@b", "base/os@b", "make/b", "provider.local/net"], undo.CriticalPath);
    }

    [Fact]
    public void Undo_UnchangedStepsInBetween_KeepTheOrderAroundThem()
    {
        Plan undo = new RunHistory(Stack().Plan().Made()).Unchanged("base/os@a", "base/os@b", "base/lib@a", "base/lib@b").Undo();
        Assert.Equal(["hard apps/app@a", "order operation apps"], undo.Waits("make/a"));
    }

    [Fact]
    public void Undo_PartOfAnOperationInBetween_WaitsForThatPart()
    {
        Plan undo = new RunHistory(Stack().Plan().Made()).Unchanged("base/os@a", "base/os@b", "base/lib@b", "apps/app@b").Undo();
        Assert.Equal(["apps/app@a", "base/lib@a", "make/b", "make/a", "provider.local/net"], undo.Steps.Select(s => s.Id));
        Assert.Equal(["order operation base"], undo.Waits("make/b"));
        Assert.Equal(["order operation apps"], undo.Waits("base/lib@a"));
    }

    [Fact]
    public void Undo_AttemptsThatBegan_CountAsChanged()
    {
        Plan undo = new RunHistory(Stack().Plan().Made())
            .Failed("base/os@a").Ended(StepStatus.Cancelled, "base/os@b").Ended(StepStatus.Running, "base/lib@a")
            .NotBegun(StepStatus.Omitted, "apps/app@a", "apps/app@b").NotBegun(StepStatus.Pending, "base/lib@b").Undo();
        Assert.Equal(["base/lib@a", "base/os@b", "base/os@a", "make/b", "make/a", "provider.local/net"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_Again_LeavesAloneWhatIsReverted()
    {
        Plan undo = new RunHistory(Stack().Plan().Made())
            .Ended(StepStatus.Reverted, "apps/app@a", "apps/app@b", "base/lib@a", "base/lib@b", "base/os@b")
            .Ended(StepStatus.RevertFailed, "base/os@a").Undo();
        Assert.Equal(["base/os@a", "make/b", "make/a", "provider.local/net"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_Update_GoesBackToTheFormerSpecification()
    {
        FormerSpecification former = new(new ResourceSpecification { Identity = "infra/a", Kind = "server" }, null);
        RunHistory run = new(new PlanBuilder().Server(new ServerDefinition { Name = "a", Memory = 2 }).There("a", ("memory", 1L))
            .CreateServers("make", "a").Plan().Made());
        Assert.Equal("Update: this run changed it; it becomes what it was before", run.Was("make/a", former).Undo().Says("make/a"));
    }

    [Fact]
    public void Undo_StepThatChangedAThingAfterOneBehindIt_LeavesItToThatOne()
    {
        FormerSpecification former = new(null, new TaskservRecord { Name = "os" });
        RunHistory Changed(RunHistory run, string step, long at) =>
            run.Change([step], h => h with { Former = former, Action = StepAction.Update, ChangedAt = at });
        RunHistory run = new(new PlanBuilder().Server("a").There("a").Taskserv("os").Installed("a", "os")
            .Operation("one", OperationType.Update, OperationTarget.Taskserv, ["os"]).Operation("two", OperationType.Update, OperationTarget.Taskserv, ["os"])
            .Operation("three", OperationType.Update, OperationTarget.Taskserv, ["os"]).Plan().Made());
        Changed(Changed(Changed(run, "one/os@a", 9), "two/os@a", 5), "three/os@a", 7);

        Plan undo = run.Undo();

        Assert.Equal(["three/os@a", "two/os@a", "one/os@a"], undo.Steps.Select(s => s.Id));
        Assert.Equal("Nothing: what it changed is undone with two/os@a", undo.Says("one/os@a"));
        Assert.DoesNotContain(undo.Steps.Take(2), s => s.Action == StepAction.Nothing);
    }

    [Fact]
    public void Undo_UpdateOfWhatWasNotKnown_IsListed()
    {
        Plan undo = new RunHistory(new PlanBuilder().Server("a").There("a").Taskserv("os")
            .Operation("change", OperationType.Update, OperationTarget.Taskserv, ["os"]).Plan().Made()).Undo();
        Assert.Equal(new NotUndone("change/os@a", "what it was before this run is not known"), Assert.Single(undo.NotUndone));
    }

    [Theory]
    [InlineData(false, "drop/os@a: it was deleted; -Recreate makes it again, without its data")]
    [InlineData(true, null)]
    public void Undo_Delete_IsListedUnlessRecreated(bool recreate, string? listed)
    {
        Plan undo = new RunHistory(new PlanBuilder().Server("a").There("a").Taskserv("os").Installed("a", "os")
            .Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os"]).Plan().Made()).Undo(recreate: recreate);
        Assert.Equal(listed is null ? [] : [listed], undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
        Assert.Equal(recreate ? ["Create: this run deleted it; it is made again, without its data"] : [],
            undo.Steps.Select(s => undo.Says(s.Id)));
    }

    [Fact]
    public void Undo_Irreversible_IsListedWithWhatItStandsOn()
    {
        PlanBuilder builder = Stack().Operation("migrate", OperationType.Create, OperationTarget.Taskserv, ["data"],
            with: o => o with { Irreversible = true, Servers = ["a"] });
        Plan undo = new RunHistory(builder.Taskserv("data", "os").Plan().Made()).Undo();
        Assert.Equal(
            [
                "migrate/data@a: operation migrate is irreversible", "base/os@a: migrate/data@a stays and stands on it",
                "make/a: migrate/data@a stays and stands on it", "provider.local/net: migrate/data@a stays and stands on it",
            ],
            undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
        Assert.Equal(["apps/app@b", "apps/app@a", "base/lib@b", "base/lib@a", "base/os@b", "make/b"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_BeneathAnIrreversibleOperation_LeavesAllThatItDependsOn()
    {
        FormerSpecification former = new(null, new TaskservRecord { Name = "app" });
        PlanBuilder builder = new PlanBuilder().Server("a").There("a").Taskserv("app").Taskserv("data").Taskserv("late")
            .Install("apps", ["app"])
            .Operation("migrate", OperationType.Create, OperationTarget.Taskserv, ["data"], ["apps"], o => o with { Irreversible = true })
            .Install("after", ["late"], "migrate");
        Plan undo = new RunHistory(builder.Plan().Made()).Was("apps/app@a", former).Undo();
        Assert.Equal(["migrate/data@a: operation migrate is irreversible", "apps/app@a: migrate/data@a stays and stands on it"],
            undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
        Assert.Equal(["after/late@a"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_BeneathAnIrreversibleOperationThatIsJudgedPerServer_LeavesOnlyWhatIsOnItsServers()
    {
        FormerSpecification former = new(null, new TaskservRecord { Name = "app" });
        PlanBuilder builder = new PlanBuilder().Server("a").Server("b").There("a").There("b").Taskserv("app").Taskserv("data")
            .Operation("apps", OperationType.Create, OperationTarget.Taskserv, ["app"], with: o => o with { OnFailure = FailureAction.Continue })
            .Operation("migrate", OperationType.Create, OperationTarget.Taskserv, ["data"], ["apps"], o => o with { Irreversible = true, Servers = ["a"] });
        Plan undo = new RunHistory(builder.Plan().Made()).Was("apps/app@a", former).Was("apps/app@b", former).Undo();
        Assert.Equal(["migrate/data@a", "apps/app@a"], undo.NotUndone.Select(n => n.Step));
        Assert.Equal(["apps/app@b"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_BeneathAnIrreversibleOperation_KeepsTheClusterThatItsServerIsIn()
    {
        PlanBuilder builder = new PlanBuilder().Server("a").Server("b").There("a").There("b").Cluster("all", ["a", "b"], "net").Taskserv("net").Taskserv("data")
            .Operation("join", OperationType.Create, OperationTarget.Cluster, ["all"], with: o => o with { OnFailure = FailureAction.Continue })
            .Operation("migrate", OperationType.Create, OperationTarget.Taskserv, ["data"], ["join"], o => o with { Irreversible = true, Servers = ["b"] });
        Plan undo = new RunHistory(builder.Plan().Made()).Undo();
        Assert.Empty(undo.Steps);
        Assert.Equal(["migrate/data@b", "join/all.net@a"], undo.NotUndone.Select(n => n.Step));
    }

    [Fact]
    public void Undo_IrreversibleOperationThatNeverBegan_KeepsNothing()
    {
        PlanBuilder builder = new PlanBuilder().Server("a").There("a").Taskserv("app").Taskserv("data")
            .Install("apps", ["app"])
            .Operation("migrate", OperationType.Create, OperationTarget.Taskserv, ["data"], ["apps"], o => o with { Irreversible = true });
        Plan undo = new RunHistory(builder.Plan().Made()).NotBegun(StepStatus.Omitted, "migrate/data@a").Undo();
        Assert.Equal(["apps/app@a"], undo.Steps.Select(s => s.Id));
        Assert.Empty(undo.NotUndone);
    }

    [Fact]
    public void Undo_NoDeleteScript_GoesWithItsServerOrIsListed()
    {
        PlanBuilder builder = new PlanBuilder().Server("a").Server("b").There("b")
            .Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } })
            .Taskserv("app", "os").CreateServers("make", "a").Install("base", ["os"], "make").Install("apps", ["app"], "base");
        Plan undo = new RunHistory(builder.Plan().Made()).Undo();

        Assert.Equal(["Delete apps/app@b", "Delete apps/app@a", "Delete make/a", "Delete base/os@a"],
            undo.Steps.Select(s => $"{s.Action} {s.Id}"));
        Assert.Equal(["hard make/a"], undo.Waits("base/os@a"));
        Assert.Equal(["hard apps/app@a", "order operation apps"], undo.Waits("make/a"));
        Assert.Equal("base/os@b: taskserv os has no delete script", Assert.Single(undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}")));
    }

    [Fact]
    public void Undo_NothingThatWaitsForAnOperation_WaitsForWhatGoesWithAServer()
    {
        PlanBuilder builder = new PlanBuilder().Server("a")
            .Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } })
            .Taskserv("app").CreateServers("make", "a").Install("base", ["os", "app"], "make");
        Plan undo = new RunHistory(builder.Plan().Made()).Undo();
        Assert.Equal(["hard base/app@a", "order operation base"], undo.Waits("make/a"));
        Assert.DoesNotContain(undo.Steps, s => s.Operation == "base" && s.Id != "base/app@a");
    }

    [Fact]
    public void PreserveSuccessful_AfterAFailure_KeepsWholeOperationsAndWhatTheyStandOn()
    {
        RunHistory run = new RunHistory(Stack(s => s with { PreserveSuccessful = true }).Plan().Made()).Failed("apps/app@a");
        Plan undo = run.Undo();
        Assert.Equal(["apps/app@b", "apps/app@a"], undo.Steps.Select(s => s.Id));
        Assert.Empty(undo.NotUndone);
    }

    [Fact]
    public void PreserveSuccessful_RunThatSucceeded_IsUndoneAllTheSame() =>
        Assert.Equal(9, new RunHistory(Stack(s => s with { PreserveSuccessful = true }).Plan().Made()).Undo().Steps.Count);

    [Fact]
    public void PreserveSuccessful_RunThatSucceededAndWasUndone_KeepsTheSameOnceMore()
    {
        RunHistory run = new RunHistory(Stack(s => s with { PreserveSuccessful = true }).Plan().Made()).Ended(StepStatus.Reverted, "apps/app@a");
        Assert.Equal(8, run.Change(["apps/app@a"], h => h with { Changed = false, Began = false }).Undo().Steps.Count);
    }

    [Theory]
    [InlineData(new[] { "apps/app@a" }, true, 0)]
    [InlineData(new[] { "apps/app@a", "apps/app@b" }, true, 9)]
    [InlineData(new[] { "apps/app@a" }, false, 9)]
    public void OnPartialFailure_False_StopsOnlyTheAutomaticRollbackAndOnlyWhenSomeItemsSucceeded(string[] failed, bool isAutomatic, int steps)
    {
        Plan undo = new RunHistory(Stack(s => s with { OnPartialFailure = false }).Plan().Made()).Failed(failed).Undo(isAutomatic: isAutomatic);
        Assert.Equal(steps, undo.Steps.Count);
        Assert.Equal(steps == 0 ? ["Nothing is undone: operation apps failed in part, and rollback_strategy.on_partial_failure is false."]
            : [], undo.Warnings.Select(w => w.Message));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 9)]
    public void Enabled_False_StopsOnlyTheAutomaticRollback(bool isAutomatic, int steps) =>
        Assert.Equal(steps, new RunHistory(Stack(s => s with { Enabled = false }).Plan().Made())
            .Undo(isAutomatic: isAutomatic).Steps.Count);

    [Fact]
    public void ToCheckpoint_UndoesOnlyWhatEndedAfterIt()
    {
        Plan undo = new RunHistory(Stack().Plan().Made()).Undo(toSequence: 7);
        Assert.Equal(["apps/app@b", "apps/app@a"], undo.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Undo_ChangeOfWhatTheRunDeletedLater_IsLeftAlone()
    {
        TaskservRecord before = new() { Name = "app", Version = "0" };
        Plan undo = new RunHistory(ChangedAndDeleted().There("a").InstalledAs("a", "app", "0").Plan().Made())
            .Was("change/app@a", new FormerSpecification(null, before)).Undo();
        Assert.Empty(undo.Steps);
        Assert.Equal(["remove/app@a"], undo.NotUndone.Select(n => n.Step));
    }

    [Fact]
    public void Undo_WhatTheRunMadeAndDeletedLater_IsNothing()
    {
        Plan undo = new RunHistory(ChangedAndDeleted().There("a").Plan().Made()).Undo();
        Assert.Empty(undo.Steps);
        Assert.Empty(undo.NotUndone);
    }

    [Fact]
    public void Undo_WhatAResumeMadeAfterItsDeletion_IsDeleted()
    {
        Plan undo = new RunHistory(ChangedAndDeleted().There("a").Plan().Made()).Change(["change/app@a"], s => s with { EndedSequence = 9 }).Undo();
        Assert.Contains(undo.Steps, s => s is { Id: "change/app@a", Action: StepAction.Delete });
    }

    [Fact]
    public void Undo_DeletionOfAServer_LeavesAloneWhatWasDoneOnIt()
    {
        Plan plan = new PlanBuilder().Server("a").There("a").Taskserv("app").Install("install", ["app"])
            .Operation("remove", OperationType.Delete, OperationTarget.Server, ["a"], ["install"]).Plan().Made();
        Plan undo = new RunHistory(plan).Undo();
        Assert.Empty(undo.Steps);
        Assert.Equal(["remove/a"], undo.NotUndone.Select(n => n.Step));
    }

    [Fact]
    public void Undo_Check_IsNothing() =>
        Assert.Empty(new RunHistory(new PlanBuilder().Server("a").There("a").Taskserv("os")
            .Operation("look", OperationType.Check, OperationTarget.Taskserv, ["os"]).Plan().Made())
            .Failed("look/os@a").Undo().Steps);

    private static PlanBuilder ChangedAndDeleted() => new PlanBuilder().Server("a").Taskserv("app").Install("change", ["app"])
        .Operation("remove", OperationType.Delete, OperationTarget.Taskserv, ["app"], ["change"]);

    private static PlanBuilder Stack(Func<RollbackStrategy, RollbackStrategy>? strategy = null) => new PlanBuilder()
        .Provider("local", new ProviderDependencies { SharedResources = ["net"] })
        .Workflow(w => strategy is null ? w : w with { RollbackStrategy = strategy(w.RollbackStrategy) })
        .Server("a").Server("b").Taskserv("os").Taskserv("lib", "os").Taskserv("app")
        .CreateServers("make", "a", "b").Install("base", ["os", "lib"], "make").Install("apps", ["app"], "base");
}
