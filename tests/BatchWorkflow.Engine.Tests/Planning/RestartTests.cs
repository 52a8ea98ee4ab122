using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class RestartTests
{
    [Fact]
    public void Resume_AfterAFailure_TakesItAndWhatItHeldUp()
    {
        RunHistory run = Failed();
        Assert.Equal(["base/os@a", "apps/app@a", "apps/app@b"], RestartPlanner.ForResume(run.Plan, run.Steps));
    }

    [Fact]
    public void Resume_AfterTheFailureWasSkipped_TakesWhatItHeldUp()
    {
        RunHistory run = Failed().Ended(StepStatus.Skipped, "base/os@a");
        Assert.Equal(["apps/app@a", "apps/app@b"], RestartPlanner.ForResume(run.Plan, run.Steps));
    }

    [Fact]
    public void Resume_AfterAStop_TakesWhatHadNotEnded()
    {
        RunHistory run = Run().Ended(StepStatus.Running, "base/os@b").Ended(StepStatus.Cancelled, "base/os@a")
            .NotBegun(StepStatus.Pending, "apps/app@a", "apps/app@b");
        Assert.Equal(["base/os@a", "base/os@b", "apps/app@a", "apps/app@b"], RestartPlanner.ForResume(run.Plan, run.Steps));
    }

    [Fact]
    public void Restart_FailedOnly_TakesFailedStepsAndWhatWaitsForThem()
    {
        RunHistory run = Failed().NotBegun(StepStatus.Omitted, "extra/lib@b").NotBegun(StepStatus.Skipped, "make/b");
        Assert.Equal(["base/os@a", "apps/app@a", "apps/app@b"],
            RestartPlanner.ForRestart(run.Plan, run.Steps, new RestartOptions { FailedOnly = true }));
        Assert.Equal(["base/os@a", "apps/app@a", "apps/app@b", "extra/lib@b"],
            RestartPlanner.ForRestart(run.Plan, run.Steps, new RestartOptions()));
    }

    [Fact]
    public void Restart_OneServer_TakesWhatWaitsForItsFailure()
    {
        RunHistory run = Failed().Failed("base/os@b");
        Assert.Equal(["base/os@b", "apps/app@a", "apps/app@b"],
            RestartPlanner.ForRestart(run.Plan, run.Steps, new RestartOptions { Servers = ["b"], FailedOnly = true })
            .Except(["base/os@a"]));
    }

    [Fact]
    public void Restart_OneOperation_BringsWhatItNeedsAndNothingElse()
    {
        RunHistory run = Run().Ended(StepStatus.Reverted, [.. Run().Plan.Steps.Select(s => s.Id)]);
        Assert.Equal(["make/b", "extra/lib@b"],
            RestartPlanner.ForRestart(run.Plan, run.Steps, new RestartOptions { Operations = ["ext*"] }));
    }

    [Fact]
    public void Restart_FailedOnlyAfterARollback_TakesTheFailureAndAllThatItNeeds()
    {
        RunHistory run = Run().Ended(StepStatus.Reverted, [.. Run().Plan.Steps.Select(s => s.Id)])
            .Change(["extra/lib@b"], h => h with { Failed = true });
        Assert.Equal(["make/b", "extra/lib@b"], RestartPlanner.ForRestart(run.Plan, run.Steps, new RestartOptions { FailedOnly = true }));
    }

    private static RunHistory Failed() => Run().Failed("base/os@a").NotBegun(StepStatus.Omitted, "apps/app@a", "apps/app@b");

    private static RunHistory Run() => new(new PlanBuilder().Server("a").Server("b").Taskserv("os").Taskserv("app").Taskserv("lib")
        .CreateServers("make", "a", "b").Install("base", ["os"], "make").Install("apps", ["app"], "base")
        .Operation("extra", OperationType.Create, OperationTarget.Taskserv, ["lib"], with: o => o with { Servers = ["b"] }).Plan().Made());
}
