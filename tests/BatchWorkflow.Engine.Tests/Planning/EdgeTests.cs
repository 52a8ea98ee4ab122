using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class EdgeTests
{
    [Fact]
    public void DependsOn_ManySteps_IsOneEdgeOnTheOperation()
    {
        Plan plan = Fleet(3).CreateServers("create", "s0", "s1", "s2").Install("first", ["os"]).Install("second", ["app"], "first").Plan()
            .Made();
        Assert.Equal(["hard create/s1", "hard operation first"], plan.Waits("second/app@s1"));
    }

    [Theory]
    [InlineData(FailureAction.Continue, null, true)]
    [InlineData(FailureAction.Fail, null, false)]
    [InlineData(FailureAction.Rollback, FailureAction.Continue, true)]
    [InlineData(FailureAction.Continue, FailureAction.Fail, false)]
    public void DependsOn_OperationThatGoesOnAfterFailures_IsJudgedPerServer(FailureAction action, FailureAction? ofThisRun, bool expected)
    {
        PlanBuilder fleet = Fleet(2).There("s0").There("s1").Options(o => o with { OnFailure = ofThisRun })
            .Operation("first", OperationType.Create, OperationTarget.Taskserv, ["os"], with: o => o with { OnFailure = action })
            .Install("second", ["app"], "first").Install("third", ["os"]).Dependency("operation.third", "operation.first");

        Plan plan = fleet.Plan().Made();

        Assert.Equal(expected, Assert.Single(plan.Step("second/app@s1").DependsOn, d => d.IsOperation).PerServer);
        Assert.Equal(expected, Assert.Single(plan.Step("third/os@s1").DependsOn, d => d.IsOperation).PerServer);
        Assert.Equal(expected, PlanText.Text(plan, 120, colour: false).Contains("after first, on the servers where it succeeds", StringComparison.Ordinal));
    }

    [Fact]
    public void Requires_WithinOneOperation_OrdersOnTheSameServerOnly()
    {
        Plan plan = Fleet(2).CreateServers("create", "s0", "s1").Taskserv("app", "os").Install("install", ["app", "os"], "create").Plan()
            .Made();
        Assert.Equal(["hard create/s0", "hard install/os@s0", "hard operation create"], plan.Waits("install/app@s0"));
        Assert.Equal(["create/s0", "create/s1", "install/os@s0", "install/app@s0", "install/os@s1", "install/app@s1"],
            plan.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Sequential_Operations_WaitForTheOneBeforeInAnyEnd()
    {
        Plan plan = Fleet(1).There("s0").Workflow(w => w with { Type = WorkflowType.Sequential }).Install("b", ["os"])
            .Install("a", ["app"]).Plan().Made();
        Assert.Equal(["order operation b"], plan.Waits("a/app@s0"));
    }

    [Theory]
    [InlineData(WorkflowType.Batch, new[] { "order install/os@s0" })]
    [InlineData(WorkflowType.Parallel, new string[0])]
    public void NotParallel_Operation_RunsItsStepsOneAfterAnother(WorkflowType type, string[] expected)
    {
        Plan plan = Fleet(2).There("s0").There("s1").Workflow(w => w with { Type = type })
            .Operation("install", OperationType.Create, OperationTarget.Taskserv, ["os"], with: o => o with { Parallel = false }).Plan()
            .Made();
        Assert.Equal(expected, plan.Waits("install/os@s1"));
    }

    [Fact]
    public void NotParallel_ItemsAgainstTheirRequirements_FollowTheRequirements()
    {
        Plan plan = Fleet(1).There("s0").Taskserv("app", "os")
            .Operation("install", OperationType.Create, OperationTarget.Taskserv, ["app", "os"], with: o => o with { Parallel = false })
            .Plan().Made();
        Assert.Equal(["install/os@s0", "install/app@s0"], plan.Steps.Select(s => s.Id));
        Assert.Equal(["hard install/os@s0"], plan.Waits("install/app@s0"));
    }

    [Theory]
    [InlineData("operation.apps", "operation.bases", "hard operation bases")]
    [InlineData("operation.apps", "taskserv.os", "hard operation bases")]
    [InlineData("operation.apps", "taskserv.os@s1", "hard bases/os@s1")]
    [InlineData("taskserv.app", "operation.bases", "hard operation bases")]
    [InlineData("taskserv.app", "taskserv.os", "hard bases/os@s0")]
    [InlineData("taskserv.app", "taskserv.os@s1", "hard bases/os@s1")]
    [InlineData("taskserv.app@s0", "taskserv.os", "hard bases/os@s0")]
    [InlineData("taskserv.app", "cluster.group", "hard groups/group.net@s0")]
    [InlineData("taskserv.app", "server.s1", "hard create/s1")]
    public void Dependency_EveryFormOfName_ConnectsTheRightSteps(string source, string target, string expected)
    {
        Plan plan = Forms().Dependency(source, target).Plan().Made();
        Assert.Contains(expected, plan.Waits("apps/app@s0"));
    }

    [Fact]
    public void Dependency_OfAClusterOrServer_ConnectsItsSteps()
    {
        Plan plan = Forms().Dependency("cluster.group", "taskserv.os@s1").Dependency("server.s1", "server.s0").Plan().Made();
        Assert.Equal(["hard bases/os@s1", "hard create/s0", "hard create/s1"], plan.Waits("groups/group.net@s0"));
        Assert.Equal(["hard create/s0"], plan.Waits("create/s1"));
    }

    [Fact]
    public void Dependency_WaitCondition_IsOnItsEdgeBesideThePlainOne()
    {
        Plan plan = Forms().Install("more", ["net"], "bases")
            .Dependency("operation.more", "operation.bases", DependencyType.Soft, "outputs.apps.ready").Plan().Made();
        Assert.Equal(["hard create/s1", "hard operation bases", "soft operation bases until outputs.apps.ready"], plan.Waits("more/net@s1"));
    }

    [Theory]
    [InlineData(DependencyType.Hard, "taskserv.app depends on taskserv.net, which is neither in the plan nor there on s0, s1.")]
    [InlineData(DependencyType.Soft, "taskserv.app depends softly on taskserv.net, which is not in the plan.")]
    [InlineData(DependencyType.Optional, null)]
    public void Dependency_TargetNotInThePlan_IsAProblemUnlessOptional(DependencyType type, string? message)
    {
        PlanResult result = Fleet(2).Taskserv("net").CreateServers("create", "s0", "s1").Install("apps", ["app"])
            .Dependency("taskserv.app", "taskserv.net", type).Plan();
        if (message is null)
            Assert.Equal(["hard create/s0"], result.Made().Waits("apps/app@s0"));
        else
            Assert.Equal((message, "workflow.yaml:dependencies[0]"),
                (result.Refused("Plan.DependencyMissing").Message, result.Problems[0].Location.File));
    }

    [Theory]
    [InlineData("operation.none")]
    [InlineData("server.none")]
    [InlineData("cluster.none")]
    [InlineData("taskserv.app@none")]
    public void Dependency_OptionalTargetThatIsNotKnown_IsNoEdge(string target)
    {
        Plan plan = Fleet(1).There("s0").Install("apps", ["app"]).Dependency("taskserv.app", target, DependencyType.Optional).Plan().Made();
        Assert.Empty(plan.Waits("apps/app@s0"));
    }

    [Fact]
    public void Dependency_HardTargetThereAlready_NeedsNoStep()
    {
        Plan plan = Fleet(1).There("s0").Taskserv("net").Installed("s0", "net").Install("apps", ["app"])
            .Dependency("taskserv.app", "taskserv.net").Plan().Made();
        Assert.Empty(plan.Waits("apps/app@s0"));
    }

    [Fact]
    public void Dependency_BetweenThingsThatGo_LetsTheSourceGoFirst()
    {
        Plan plan = Fleet(1).There("s0").Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os", "app"])
            .Dependency("taskserv.app", "taskserv.os").Plan().Made();
        Assert.Equal(["hard drop/app@s0"], plan.Waits("drop/os@s0"));
        Assert.Empty(plan.Waits("drop/app@s0"));
    }

    [Fact]
    public void Cluster_WithSeveralServers_StandsOnAllOfThem()
    {
        Assert.Equal(["hard create/s0", "hard create/s1"], Forms().Plan().Made().Waits("groups/group.net@s0"));
        Plan gone = Fleet(2).There("s0").There("s1").Taskserv("net").Cluster("group", ["s0", "s1"], "net").Installed("s0", "net")
            .Operation("servers", OperationType.Delete, OperationTarget.Server, ["s0", "s1"])
            .Operation("groups", OperationType.Delete, OperationTarget.Cluster, ["group"]).Plan().Made();
        Assert.Equal(["hard groups/group.net@s0"], gone.Waits("servers/s1"));
    }

    [Fact]
    public void Delete_EverythingAtOnce_GoesInReverse()
    {
        Plan plan = Fleet(1, new ProviderDependencies { SharedResources = ["net"] }).There("s0").SharedThere("local", "net")
            .Taskserv("app", "os").Installed("s0", "os", "app")
            .Operation("servers", OperationType.Delete, OperationTarget.Server, ["s0"])
            .Operation("taskservs", OperationType.Delete, OperationTarget.Taskserv, ["os", "app"]).Plan().Made();

        Assert.Equal(["taskservs/app@s0", "taskservs/os@s0", "servers/s0", "provider.local/net"], plan.Steps.Select(s => s.Id));
        Assert.Equal(["hard taskservs/app@s0"], plan.Waits("taskservs/os@s0"));
        Assert.Equal(["hard taskservs/app@s0", "hard taskservs/os@s0"], plan.Waits("servers/s0"));
        Assert.Equal(["hard servers/s0"], plan.Waits("provider.local/net"));
    }

    [Fact]
    public void SharedResource_AnotherServerStays_Stays()
    {
        Plan plan = Fleet(2, new ProviderDependencies { SharedResources = ["net"] }).There("s0").There("s1").SharedThere("local", "net")
            .Operation("delete", OperationType.Delete, OperationTarget.Server, ["s0"]).Plan().Made();
        Assert.Equal(["delete/s0"], plan.Steps.Select(s => s.Id));
    }

    [Fact]
    public void SharedResource_ServerMadeAndDeletedInOnePlan_ComesFirstAndGoesLast()
    {
        Plan plan = Fleet(1, new ProviderDependencies { SharedResources = ["net"] }).CreateServers("make", "s0")
            .Operation("delete", OperationType.Delete, OperationTarget.Server, ["s0"], ["make"]).Plan().Made();
        Assert.Equal(["provider.local/net", "make/s0", "delete/s0", "provider.local/net/delete"], plan.Steps.Select(s => s.Id));
        Assert.Equal("Delete: make/s0 makes it first", plan.Says("delete/s0"));
    }

    [Theory]
    [InlineData(true, true, new[] { "hard provider.local/net" })]
    [InlineData(true, false, new string[0])]
    [InlineData(false, true, new[] { "soft provider.local/net" })]
    [InlineData(false, false, new string[0])]
    public void SharedResource_Limits_SayWhetherServersWait(bool requires, bool before, string[] expected)
    {
        Plan plan = Fleet(1, new ProviderDependencies { SharedResources = ["net"] }).CreateServers("make", "s0")
            .Settings("local", new ProviderDefinition
            {
                Dependencies = new ProviderDependencies { RequiresNetwork = requires, NetworkBeforeServers = before },
                Given = ["requires_network", "network_before_servers"],
            })
            .Plan().Made();
        Assert.Equal(expected, plan.Waits("make/s0"));
    }

    [Fact]
    public void SameTaskserv_InUnorderedOperations_TakesTurns()
    {
        Plan plan = Fleet(1).There("s0").Install("one", ["os"])
            .Operation("two", OperationType.Check, OperationTarget.Taskserv, ["os"]).Plan().Made();
        Assert.Equal(["order one/os@s0"], plan.Waits("two/os@s0"));
    }

    [Fact]
    public void ServerUpdate_BesideTaskservs_WaitsForThem()
    {
        Plan plan = Fleet(1).There("s0", ("memory", 1L)).Install("one", ["os"])
            .Operation("resize", OperationType.Update, OperationTarget.Server, ["s0"]).Install("two", ["app"], "resize").Plan().Made();
        Assert.Equal(["order one/os@s0"], plan.Waits("resize/s0"));
        Assert.Equal(["hard operation resize"], plan.Waits("two/app@s0"));
    }

    [Fact]
    public void Cycle_OfRequirements_IsToldOnceWithItsCauses()
    {
        Problem problem = Fleet(3).There("s0").There("s1").There("s2").Taskserv("os", "app").Taskserv("app", "os")
            .Install("install", ["os", "app"]).Plan().Refused("Plan.Cycle");
        Assert.Equal("The steps wait for each other: install/os@s0 -> install/app@s0 -> install/os@s0.", problem.Message);
        Assert.Equal(
            "install/os@s0 waits for install/app@s0: taskserv os requires app, os/taskserv.yaml:requires[0]:1:1; "
            + "install/app@s0 waits for install/os@s0: taskserv app requires os, app/taskserv.yaml:requires[0]:1:1.", problem.Hint);
    }

    [Fact]
    public void Cycle_ThroughABarrier_NamesStepsAndDependsOn()
    {
        Problem problem = Fleet(1).There("s0").Taskserv("os", "app").Install("first", ["os"]).Install("second", ["app"], "first").Plan()
            .Refused("Plan.Cycle");
        Assert.Equal("The steps wait for each other: first/os@s0 -> second/app@s0 -> first/os@s0.", problem.Message);
        Assert.Contains("depends_on of operation second, workflow.yaml:operations[1].depends_on[0]", problem.Hint,
            StringComparison.Ordinal);
    }

    private static PlanBuilder Fleet(int servers, ProviderDependencies? limits = null)
    {
        PlanBuilder builder = new PlanBuilder().Provider("local", limits ?? new ProviderDependencies()).Taskserv("os").Taskserv("app");
        for (int i = 0; i < servers; i++)
            builder.Server($"s{i}");
        return builder;
    }

    private static PlanBuilder Forms() => Fleet(2).Taskserv("net").Cluster("group", ["s0", "s1"], "net")
        .CreateServers("create", "s0", "s1").Install("bases", ["os"]).Install("apps", ["app"])
        .Operation("groups", OperationType.Create, OperationTarget.Cluster, ["group"]);
}
