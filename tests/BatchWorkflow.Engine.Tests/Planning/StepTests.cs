using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class StepTests
{
    [Fact]
    public void Plan_SeedWorkflow_HasAStepForEachItemOnEachServerThatListsIt()
    {
        Plan plan = new PlanBuilder()
            .Provider("local", new ProviderDependencies { SharedResources = ["port_range"] })
            .Server("cp", "os", "containerd", "kubernetes").Server("worker", "os", "containerd")
            .Cluster("wuji", ["cp", "worker"], "cilium")
            .Taskserv("os").Taskserv("containerd", "os").Taskserv("kubernetes", "containerd").Taskserv("cilium", "kubernetes")
            .CreateServers("create-servers", "cp", "worker")
            .Install("install-base", ["os", "containerd"], "create-servers")
            .Install("install-k8s", ["kubernetes"], "install-base")
            .Operation("install-cluster", OperationType.Create, OperationTarget.Cluster, ["wuji"], ["install-k8s"])
            .Plan().Made();

        Assert.Equal(
            [
                "provider.local/port_range",
                "create-servers/cp", "create-servers/worker",
                "install-base/os@cp", "install-base/os@worker", "install-base/containerd@cp", "install-base/containerd@worker",
                "install-k8s/kubernetes@cp",
                "install-cluster/wuji.cilium@cp",
            ],
            plan.Steps.Select(s => s.Id));
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 5], plan.Steps.Select(s => s.Wave));
        Assert.All(plan.Steps, step => Assert.Equal((StepAction.Create, true), (step.Action, step.Exact)));
        Assert.Equal(
            ["provider.local/port_range", "create-servers/cp", "install-base/os@cp", "install-base/containerd@cp",
                "install-k8s/kubernetes@cp", "install-cluster/wuji.cilium@cp"],
            plan.CriticalPath);
    }

    [Fact]
    public void Plan_TaskservThatNoServerLists_LandsOnAll()
    {
        Plan plan = new PlanBuilder().Server("a").Server("b").Taskserv("os").There("a").There("b").Install("install", ["os"]).Plan().Made();
        Assert.Equal(["install/os@a", "install/os@b"], plan.Steps.Select(s => s.Id));
    }

    [Theory]
    [InlineData("web-1", new[] { "web-1" })]
    [InlineData("web-*", new[] { "web-1", "web-2" })]
    [InlineData("role=front", new[] { "web-2", "db" })]
    [InlineData("role=f*", new[] { "web-2", "db" })]
    public void Plan_ServerSelector_TakesWhatItMatches(string selector, string[] expected)
    {
        Dictionary<string, string> front = new() { ["role"] = "front" };
        Plan plan = new PlanBuilder()
            .Server("web-1").Server(new ServerDefinition { Name = "web-2", Labels = front })
            .Server(new ServerDefinition { Name = "db", Labels = front })
            .There("web-1").There("web-2").There("db").Taskserv("os")
            .Operation("install", OperationType.Create, OperationTarget.Taskserv, ["os"], with: o => o with { Servers = [selector] })
            .Plan().Made();
        Assert.Equal(expected, plan.Steps.Select(s => s.Server));
    }

    [Fact]
    public void Plan_OperationOfOneProvider_LeavesTheServersOfOthersOut()
    {
        Plan plan = new PlanBuilder().Provider("cloud", new ProviderDependencies())
            .Server("a").Server(new ServerDefinition { Name = "b", Provider = "cloud" }).There("a").There("b").Taskserv("os")
            .Operation("install", OperationType.Create, OperationTarget.Taskserv, ["os"], with: o => o with { Providers = ["cloud"] })
            .Plan().Made();
        Assert.Equal("b", Assert.Single(plan.Steps).Server);
    }

    [Fact]
    public void Plan_ItemFilteredAway_IsAProblemThatSaysByWhat()
    {
        Problem problem = new PlanBuilder().Server("a").Server("b")
            .Operation("create", OperationType.Create, OperationTarget.Server, ["a", "b"], with: o => o with { Servers = ["b"] })
            .Plan().Refused("Plan.NoStep");
        Assert.Equal("Item a of operation create yields no step: the operation leaves out server a (servers: b).", problem.Message);
        Assert.Equal("workflow.yaml:operations[0].items[0]", problem.Location.File);
    }

    [Fact]
    public void Plan_Gate_IsAStepOfItsOwnThatHoldsUpWhatDependsOnIt()
    {
        OperationDefinition gate = new() { Id = "approve", Type = OperationType.Gate };
        Plan plan = new PlanBuilder().Server("a").CreateServers("make", "a")
            .Operation("approve", OperationType.Gate, OperationTarget.Server, [], ["make"], _ => gate with { DependsOn = ["make"] })
            .Taskserv("os").Install("install", ["os"], "approve").Plan().Made();
        Assert.Equal("Wait: waits for a person's answer", plan.Says("approve/gate"));
        Assert.Equal(["hard operation make"], plan.Waits("approve/gate"));
        Assert.Equal(["hard make/a", "hard operation approve"], plan.Waits("install/os@a"));
    }

    [Fact]
    public void Plan_ManyMistakes_TellsAllOfThem()
    {
        PlanResult result = new PlanBuilder()
            .Server(new ServerDefinition { Name = "web", Provider = "locl", Connection = new ConnectionDefinition { Kind = "shh" } })
            .Taskserv("nginx").Cluster("empty", [])
            .CreateServers("create", "webb", "web", "web")
            .Install("install", ["ngnix"], "craete")
            .Operation("group", OperationType.Create, OperationTarget.Cluster, ["empty"])
            .Operation("pick", OperationType.Create, OperationTarget.Taskserv, ["nginx"], with: o => o with { Servers = ["webs"] })
            .Operation("none", OperationType.Create, OperationTarget.Taskserv, [])
            .Dependency("server.wed", "nothing").Options(o => o with { Environment = "prod" })
            .Plan();

        Assert.Equal(
            [
                "Plan.BadName", "Plan.NoServer: Did you mean web?", "Plan.NoStep", "Plan.NoStep", "Plan.NoStep", "Plan.Twice",
                "Plan.UnknownConnection: Known: local.", "Plan.UnknownEnvironment", "Plan.UnknownName: Did you mean web?",
                "Plan.UnknownOperation: Did you mean create?", "Plan.UnknownProvider: Did you mean local?",
                "Plan.UnknownServer: Did you mean web?", "Plan.UnknownTaskserv: Did you mean nginx?",
            ],
            result.Problems.Select(p => p.Hint?.Split(' ')[0] is "Did" or "Known:" ? $"{p.Code}: {p.Hint}" : p.Code)
                .Order(StringComparer.Ordinal));
    }
}
