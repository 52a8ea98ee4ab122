using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class PartTests
{
    [Fact]
    public void Part_LacksWhatItNeeds_IsAProblemThatListsIt()
    {
        PlanResult result = Three().Options(o => o with { Operations = ["apps"] }).Plan();
        Assert.Null(result.Plan);
        Assert.Equal(
            [
                "Operation apps needs base/os@a, base/os@b (depends_on of operation apps), left out of this part and not there.",
                "Operation apps needs make/a, make/b (a server must be there before its taskservs), left out of this part and not there.",
            ],
            result.Problems.Select(p => p.Message));
        Assert.Equal(["workflow.yaml:operations[2].depends_on[0]", "workflow.yaml:operations[2].id"],
            result.Problems.Select(p => p.Location.File));
        Problem problem = result.Problems[0];
        Assert.Equal("Add -WithDependencies, or widen -Operation or -Server.", problem.Hint);
    }

    [Fact]
    public void Part_WithDependencies_BringsAllThatItNeeds()
    {
        Plan plan = Three().Options(o => o with { Operations = ["apps"], Servers = ["a"], WithDependencies = true }).Plan().Made();
        Assert.Equal(["make/a", "make/b", "base/os@a", "base/os@b", "apps/app@a"], plan.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Part_WhatItNeedsIsThere_IsPlannedAlone()
    {
        Plan plan = Three().There("a").There("b").Installed("a", "os").Installed("b", "os")
            .Options(o => o with { Operations = ["app?"], Servers = ["B"] }).Plan().Made();
        Assert.Equal(["apps/app@b"], plan.Steps.Select(s => s.Id));
        Assert.Empty(plan.Waits("apps/app@b"));
    }

    [Fact]
    public void Part_WhatItNeedsIsThereAndDifferent_IsPlannedWithAWarning()
    {
        PlanBuilder Part() => Three().There("a").There("b").Installed("a", "os").InstalledAs("b", "os", "0").Options(o => o with { Operations = ["apps"] });

        Plan recorded = Part().Plan().Made();
        Plan asked = Part().Checked("a", "os", asWanted: false, new PropertyDifference("size", "2", "1")).Checked("b", "os", asWanted: true).Plan().Made();

        Assert.Equal(["os is there on b, but other than wanted now (version: 0 found, 1 wanted); this part leaves it as it is."], recorded.Warnings.Select(w => w.Message));
        Assert.Equal(["os is there on a, but other than wanted now (size: 1 found, 2 wanted); this part leaves it as it is."], asked.Warnings.Select(w => w.Message));
        Assert.All(recorded.Steps.Concat(asked.Steps), s => Assert.Equal("apps", s.Operation));
    }

    [Fact]
    public void Part_WhatItNeedsIsAbsentByItsCheck_IsLacking() =>
        Assert.Contains(Three().There("a").There("b").Installed("a", "os").Installed("b", "os").Absent("a", "os")
            .Options(o => o with { Operations = ["apps"] }).Plan().Problems, p => p.Code == "Plan.Lacking");

    [Fact]
    public void Part_MiddleOperationLeftOut_KeepsTheOrderAroundIt()
    {
        Plan plan = Three().There("a").There("b").Installed("a", "os").Installed("b", "os")
            .Options(o => o with { Operations = ["make", "apps"] }).Plan().Made();
        Assert.Contains("hard operation make", plan.Waits("apps/app@a"));
    }

    [Theory]
    [InlineData("nope", "*", "Plan.UnknownOperation")]
    [InlineData("*", "nope", "Plan.UnknownServer")]
    [InlineData("only-b", "a", "Plan.Empty")]
    public void Part_ThatMatchesNothing_IsAProblem(string operation, string server, string code) =>
        Three().Operation("only-b", OperationType.Check, OperationTarget.Server, ["b"])
            .Options(o => o with { Operations = [operation], Servers = [server] }).Plan().Refused(code);

    [Fact]
    public void Requirement_NotInTheWorkflow_IsAProblemOrComesAlong()
    {
        PlanBuilder builder = new PlanBuilder().Server("a").Server("b").CreateServers("make", "a", "b").Taskserv("lib")
            .Taskserv("os", "lib").Taskserv("app", "os").Install("apps", ["app"]);
        Problem problem = builder.Plan().Refused("Plan.RequirementMissing");
        Assert.Equal("Taskserv app requires os, which is neither in the plan nor there on a, b.", problem.Message);
        Assert.Equal("app/taskserv.yaml:requires[0]", problem.Location.File);

        Plan plan = builder.Options(o => o with { WithDependencies = true, Servers = ["a"] }).Plan().Made();
        Assert.Equal(["make/a", "apps/lib@a", "apps/os@a", "apps/app@a"], plan.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Requirement_ThereAlready_NeedsNoStep() =>
        Assert.Single(new PlanBuilder().Server("a").There("a").Taskserv("os").Taskserv("app", "os").Installed("a", "os")
            .Install("apps", ["app"]).Plan().Made().Steps);

    [Fact]
    public void Server_NeitherThereNorCreated_IsAProblem() =>
        Assert.Equal("No taskserv can land on a, b: not there, and not created by the workflow.",
            new PlanBuilder().Server("a").Server("b").Taskserv("os").Install("base", ["os"]).Plan().Refused("Plan.ServerMissing").Message);

    private static PlanBuilder Three() => new PlanBuilder().Server("a").Server("b").Taskserv("os").Taskserv("app")
        .CreateServers("make", "a", "b").Install("base", ["os"], "make").Install("apps", ["app"], "base");
}
