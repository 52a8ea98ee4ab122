using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class FitTests
{
    [Fact]
    public void Conflict_BothInThePlan_IsToldOnceForAllServers()
    {
        Problem problem = Pair().Server("a").Server("b").CreateServers("make", "a", "b").Install("install", ["docker", "containerd"])
            .Plan().Refused("Plan.Conflict");
        Assert.Equal("Taskserv containerd conflicts with docker, which this plan also puts on a, b.", problem.Message);
        Assert.Equal("docker/taskserv.yaml:conflicts_with[0]", problem.Location.File);
    }

    [Fact]
    public void Conflict_OtherThereAlready_IsAProblemUnlessItGoesFirst()
    {
        PlanBuilder builder = Pair().Server("a").There("a").Installed("a", "containerd").Install("install", ["docker"]);
        Assert.Equal("Taskserv docker conflicts with containerd, which is on a.", builder.Plan().Refused("Plan.Conflict").Message);

        Plan plan = builder.Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["containerd"]).Plan().Made();
        Assert.Equal(["hard drop/containerd@a"], plan.Waits("install/docker@a"));
    }

    [Fact]
    public void Conflict_OnlyTheOtherSaysSo_IsAProblemAtItsPlace()
    {
        Problem problem = new PlanBuilder().Taskserv("docker").Taskserv("containerd", t => t with { ConflictsWith = ["docker"] })
            .Server("a").There("a").Installed("a", "containerd").Install("install", ["docker"]).Plan().Refused("Plan.Conflict");
        Assert.Equal("containerd/taskserv.yaml:conflicts_with[0]", problem.Location.File);
    }

    [Fact]
    public void Conflict_OneGoesBeforeTheOtherComes_IsNone()
    {
        Plan plan = Pair().Server("a").CreateServers("make", "a").Install("old", ["containerd"])
            .Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["containerd"], ["old"]).Install("new", ["docker"], "drop")
            .Plan().Made();
        Assert.Equal("Delete: old/containerd@a makes it first", plan.Says("drop/containerd@a"));
    }

    [Fact]
    public void Conflict_OtherDeletedOnlyAfterwards_IsAProblem() =>
        Pair().Server("a").There("a").Installed("a", "containerd").Install("install", ["docker"])
            .Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["containerd"], ["install"]).Plan().Refused("Plan.Conflict");

    [Fact]
    public void MinimumResources_ServerTooSmall_IsAProblemAtTheServer()
    {
        Problem problem = Big().Server(new ServerDefinition { Name = "a", Cpu = 1, Memory = 8192 }).CreateServers("make", "a")
            .Install("install", ["big"]).Plan().Refused("Plan.TooSmall");
        Assert.Equal("The cpu of server a is 1, but taskserv big needs 2 (big/taskserv.yaml:minimum_resources.cpu:1:1).", problem.Message);
        Assert.Equal("infrastructure.yaml:servers[0].cpu", problem.Location.File);
    }

    [Fact]
    public void MinimumResources_SizeNotKnown_IsAWarningAndNotExact()
    {
        Plan plan = Big().Server("a").CreateServers("make", "a").Install("install", ["big"]).Plan().Made();
        Assert.Equal("The cpu of a is not known; taskserv big needs 2.", Assert.Single(plan.Warnings).Message);
        Assert.False(plan.Step("install/big@a").Exact);
    }

    [Fact]
    public void MinimumResources_SizeFoundByTheProvider_IsTaken() =>
        Big().Server("a").There("a", ("cpu", 1L)).Install("install", ["big"]).Plan().Refused("Plan.TooSmall");

    [Fact]
    public void Settings_OfServerConnectionAndOperation_AreProblemsAtTheirPlaces()
    {
        Dictionary<string, object?> bad = new() { ["bad"] = 1L };
        PlanResult result = new PlanBuilder().Workflow(w => w with { ProviderAgnostic = false })
            .Server(new ServerDefinition { Name = "a", Settings = bad, Connection = new ConnectionDefinition { Settings = bad } })
            .Server("b")
            .CreateServers("one", "a")
            .Operation("two", OperationType.Create, OperationTarget.Server, ["b"], with: o => o with { Settings = bad }).Plan();
        Assert.Null(result.Plan);
        Assert.Equal(
            ["infrastructure.yaml:servers[0].bad", "infrastructure.yaml:servers[0].connection.bad",
                "workflow.yaml:operations[1].settings.bad"],
            result.Problems.Select(p => p.Location.File));
        Assert.Equal("Operation two, server b of provider local: bad is not a setting.", result.Problems[2].Message);
    }

    [Fact]
    public void Script_ThatNoServerCanRun_IsAProblem()
    {
        PlanBuilder builder = new PlanBuilder().Server("a").Server("b").CanRun("a", ".sh").CanRun("b", ".sh", ".ps1")
            .Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.ps1.j2" } })
            .CreateServers("make", "a", "b");
        Problem problem = builder.Install("install", ["os"]).Plan().Refused("Plan.ScriptCannotRun");
        Assert.Equal("Script create.ps1.j2 of taskserv os cannot run on a, which can run .sh.", problem.Message);
    }

    [Theory]
    [InlineData(OperationType.Delete, "Taskserv os has no delete script, which operation act needs.")]
    [InlineData(OperationType.Check, "Taskserv os has no check script, which operation act needs.")]
    [InlineData(OperationType.Update, null)]
    public void Script_Missing_IsAProblemUnlessCreateStandsIn(OperationType type, string? message)
    {
        PlanResult result = new PlanBuilder().Server("a").There("a")
            .Taskserv("os", t => t with { Scripts = new Dictionary<string, string> { ["create"] = "create.sh" } })
            .Operation("act", type, OperationTarget.Taskserv, ["os"]).Plan();
        if (message is null)
            result.Made();
        else
            Assert.Equal(message, result.Refused("Plan.NoScript").Message);
    }

    [Fact]
    public void Delete_OfWhatIsStillRequired_IsAWarning()
    {
        Plan plan = new PlanBuilder().Server("a").There("a").Taskserv("os").Taskserv("app", "os").Installed("a", "os", "app")
            .Operation("drop", OperationType.Delete, OperationTarget.Taskserv, ["os"]).Plan().Made();
        Assert.Equal("app requires os, which is deleted on a.", Assert.Single(plan.Warnings).Message);
    }

    private static PlanBuilder Pair() => new PlanBuilder().Taskserv("docker", t => t with { ConflictsWith = ["containerd"] })
        .Taskserv("containerd", t => t with { ConflictsWith = ["docker"] });

    private static PlanBuilder Big() => new PlanBuilder().Taskserv("big", t => t with { MinimumResources = new MinimumResources(Cpu: 2) });
}
