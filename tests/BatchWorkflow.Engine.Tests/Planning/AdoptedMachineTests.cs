using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>A server whose machine is there before it is created and after it is deleted.</summary>
public sealed class AdoptedMachineTests
{
    [Fact]
    public void Taskserv_OnAMachineThatThisPlanTakesOver_IsEstimatedWhileNobodyAskedItsCheck()
    {
        Plan plan = Machine().Plan().Made();
        Assert.Equal("Create: not known yet; its machine is there and is taken over", plan.Says("make/web"));
        Assert.True(plan.Step("make/web").IsAdopted);
        Assert.Equal("Create (estimated): no run recorded it here; its check decides", plan.Says("install/os@web"));
        Assert.False(plan.Step("install/os@web").IsOnNewServer);
    }

    [Fact]
    public void Taskserv_OnAMachineThatThisPlanTakesOver_IsWhatItsCheckFinds()
    {
        Assert.Equal("Nothing: its check finds it as wanted", Machine().Checked("web", "os", asWanted: true).Plan().Made().Says("install/os@web"));
        Assert.Equal("Create: its check does not find it", Machine().Absent("web", "os").Plan().Made().Says("install/os@web"));
        PropertyDifference difference = new("version", "1", "0");
        Plan plan = Machine().Checked("web", "os", asWanted: false, difference).Plan().Made();
        Assert.Equal("Update: its check finds version: 0 found, 1 wanted", plan.Says("install/os@web"));
    }

    [Fact]
    public void Taskserv_OnAMachineThatCannotBeAskedYet_IsEstimated()
    {
        Plan plan = Machine().Unreached("web", "os", "no route to host").Plan().Made();
        Assert.Equal(
            "Create (estimated): its machine is not taken over yet and cannot be asked now (no route to host); its check decides", plan.Says("install/os@web"));
    }

    [Fact]
    public void Taskserv_RecordedOnAMachineThatItsProviderNoLongerKnows_IsNotTakenForInstalled() =>
        Assert.Equal("Create (estimated): no run recorded it here; its check decides", Machine().Installed("web", "os").Plan().Made().Says("install/os@web"));

    [Fact]
    public void Taskserv_DeletedFromAMachineThatThisPlanTakesOver_IsDeletedAfterThat()
    {
        Plan plan = new PlanBuilder().Server(Host()).Taskserv("os").CreateServers("make", "web")
            .Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os"]).Checked("web", "os", asWanted: true).Plan().Made();
        Assert.Equal("Delete: its check finds it", plan.Says("drop/os@web"));
        Assert.Equal(["hard make/web"], plan.Waits("drop/os@web"));
    }

    [Fact]
    public void Taskserv_DeletedBeforeItsMachineIsTakenOver_StaysInTheOrderOfTheDefinition()
    {
        Plan plan = new PlanBuilder().Server(Host()).Taskserv("os").Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os"])
            .Operation("make", OperationType.Create, OperationTarget.Server, ["web"], ["drop"]).Plan().Made();
        Assert.Equal("Nothing: its machine is not taken over by then", plan.Says("drop/os@web"));
        Assert.Equal("Operation drop deletes os before operation make takes over web: whatever is on it stays.", Assert.Single(plan.Warnings).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Taskserv_MadeAfterADeletionThatCouldNotReachIt_IsWhatItsCheckFinds(bool isForgottenFirst)
    {
        PlanBuilder builder = new PlanBuilder().Server(Host()).Taskserv("os").Checked("web", "os", asWanted: true);
        if (isForgottenFirst)
            builder.There("web").Operation("forget", OperationType.Delete, OperationTarget.Server, ["web"]);
        Plan plan = builder.Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os"], isForgottenFirst ? ["forget"] : [])
            .Operation("make", OperationType.Create, OperationTarget.Server, ["web"], ["drop"]).Install("install", ["os"], "make").Plan().Made();
        Assert.Equal("Nothing: its check finds it as wanted", plan.Says("install/os@web"));
    }

    [Fact]
    public void Requirement_OnAMachineThatThisPlanTakesOver_IsMetByWhatItsCheckFinds()
    {
        PlanBuilder builder = new PlanBuilder().Server(Host()).Taskserv("os").Taskserv("app", "os").CreateServers("make", "web").Install("install", ["app"], "make");
        builder.Checked("web", "os", asWanted: true).Absent("web", "app");
        Assert.Equal(["make/web", "install/app@web"], builder.Plan().Made().Steps.Select(s => s.Id));
    }

    [Fact]
    public void Server_ForgottenAndTakenOverAgain_KeepsWhatIsOnIt()
    {
        Plan plan = new PlanBuilder().Server(Host()).There("web").Taskserv("os").Installed("web", "os").Checked("web", "os", asWanted: true)
            .Operation("drop", OperationType.Delete, OperationTarget.Server, ["web"])
            .Operation("make", OperationType.Create, OperationTarget.Server, ["web"], ["drop"])
            .Install("install", ["os"], "make").Plan().Made();
        Assert.Equal("Delete: known; its machine, and what is on it, stays", plan.Says("drop/web"));
        Assert.Equal("Nothing: its check finds it as wanted", plan.Says("install/os@web"));
    }

    [Fact]
    public void Undo_OfTakingOver_ForgetsOnlyAndUndoesWhatWasFound()
    {
        Plan undo = new RunHistory(Machine().Taskserv("app").Taskserv("cfg").Install("more", ["app", "cfg"], "make")
            .Absent("web", "os").Checked("web", "app", asWanted: false, new PropertyDifference("version", "1", "0")).Checked("web", "cfg", asWanted: true)
            .Plan().Made()).Unchanged("more/cfg@web").Undo();
        Assert.Equal(["Delete install/os@web"], undo.Steps.Select(s => $"{s.Action} {s.Id}"));
        Assert.Equal(
            ["more/app@web: what it was before this run is not known", "make/web: more/app@web stays and stands on it"], undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
    }

    [Fact]
    public void Undo_OfTakingOver_TakesNothingAwayWithTheServer()
    {
        PlanBuilder builder = Machine().Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } });
        Plan undo = new RunHistory(builder.Plan().Made()).Undo();
        Assert.Equal(
            ["install/os@web: taskserv os has no delete script", "make/web: install/os@web stays and stands on it"], undo.NotUndone.Select(n => $"{n.Step}: {n.Reason}"));
        Plan only = new RunHistory(Machine().Plan().Made()).Unchanged("install/os@web").Undo();
        Assert.Equal("Delete: this run took it over; its machine stays", only.Says("make/web"));
    }

    [Fact]
    public void Undo_OfForgetting_TakesOverAgainBeforeItUndoesWhatIsOnTheMachine()
    {
        Plan undo = new RunHistory(Forgetting().Plan().Made()).Undo();
        Assert.Equal(["Create drop/web", "Delete install/os@web"], undo.Steps.Select(s => $"{s.Action} {s.Id}"));
        Assert.Equal("Create: this run forgot it; its machine is taken over again", undo.Says("drop/web"));
        Assert.Empty(undo.NotUndone);
    }

    [Fact]
    public void Undo_OfForgettingForGood_ListsWhatTheMachineKeeps()
    {
        Plan undo = new RunHistory(Forgetting(o => o with { Irreversible = true }).Plan().Made()).Undo();
        Assert.Empty(undo.Steps);
        Assert.Contains("install/os@web", undo.NotUndone.Select(n => n.Step));
    }

    private static PlanBuilder Forgetting(Func<OperationDefinition, OperationDefinition>? with = null) => new PlanBuilder().Server(Host()).There("web").Taskserv("os")
        .Install("install", ["os"]).Operation("drop", OperationType.Delete, OperationTarget.Server, ["web"], ["install"], with);

    private static PlanBuilder Machine() => new PlanBuilder().Server(Host()).Taskserv("os").CreateServers("make", "web").Install("install", ["os"], "make");

    private static ServerDefinition Host() => new() { Name = "web", Settings = new Dictionary<string, object?> { ["host"] = "192.0.2.1" } };
}
