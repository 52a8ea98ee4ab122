using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>Names in the wait_condition of a dependency.</summary>
public sealed class WaitTests
{
    private const string Place = "workflow.yaml:dependencies[0].wait_condition";

    [Theory]
    [InlineData("foo.bar == 1", "Definition.Template", "The wait_condition foo.bar == 1 cannot be judged for s: 'foo' is undefined.")]
    [InlineData("vars.nope == 1", "Definition.Template", "The wait_condition vars.nope == 1 cannot be judged for s: 'dict object' has no attribute 'nope'.")]
    [InlineData("status.first == 'succeeded' and vars.nope", "Definition.Template", null)]
    [InlineData("env.BW_SURELY_NOT_SET == '1'", "Definition.Template", null)]
    [InlineData("server.nope == 1", "Definition.Template", null)]
    [InlineData("status.nope == 'x'", "Plan.UnknownOperation", "The wait_condition status.nope == 'x' uses the status of nope, and no operation has that id.")]
    [InlineData("outputs.frst.ip == 'x'", "Plan.UnknownOperation", "The wait_condition outputs.frst.ip == 'x' uses the outputs of frst, and no operation has that id.")]
    [InlineData("status.first == 'sucess'", "Plan.NeverTrue", "The wait_condition status.first == 'sucess' is false whatever the statuses are.")]
    public void Wait_ThatCannotBeMet_IsAProblemAtItsPlace(string condition, string code, string? message)
    {
        Problem problem = Assert.Single(Waiting(condition).Plan().Problems);

        Assert.Equal((code, Place), (problem.Code, problem.Location.File));
        if (message is not null)
            Assert.Equal(message, problem.Message);
    }

    [Theory]
    [InlineData("status.first == 'succeeded'")]
    [InlineData("status['first'] in ['succeeded', 'skipped'] or status.second == 'pending'")]
    [InlineData("outputs.first.ready == 'yes' and server.name == 's'")]
    [InlineData("vars.nope is defined or outputs.first.ready")]
    [InlineData("server.facts.cpu > 1")]
    [InlineData("limit > 1")]
    public void Wait_ThatTheRunMayMeet_IsPlanned(string condition) => Waiting(condition).Plan().Made();

    [Fact]
    public void Wait_OfADependencyThatNothingWaitsFor_IsJudgedToo()
    {
        PlanBuilder builder = Two().Dependency("server.s", "operation.first", DependencyType.Optional, wait: "foo.bar");

        Assert.Contains(builder.Plan().Problems, p => p.Code == "Definition.Template");
    }

    [Theory]
    [InlineData("outputs.second.x == 1", "second")]
    [InlineData("status.second == 'succeeded'", "second")]
    [InlineData("status.second in ['running', 'failed']", "second")]
    [InlineData("status['second/t@s'] == 'succeeded'", "second/t@s")]
    [InlineData("status.third == 'succeeded'", "third")]
    [InlineData("outputs.third.x and status.first == 'succeeded'", "third")]
    [InlineData("status.second == 'succeeded' or outputs.third.x", "second, third")]
    [InlineData("outputs.third.x == 1 or outputs.first.x", "third")]
    public void Wait_OnWhatBeginsOnlyAfterIt_IsACycle(string condition, string own)
    {
        Problem problem = Waiting(condition).Taskserv("v").Install("third", ["v"], "second").Plan().Refused("Plan.Cycle");

        Assert.Equal(Place, problem.Location.File);
        Assert.Contains($"it looks at {own}, and what that stands for begins only once the condition is true.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status.second == 'pending'")]
    [InlineData("status.second != 'failed'")]
    [InlineData("status.second == 'succeeded' or status.first == 'succeeded'")]
    [InlineData("outputs.second.x is undefined")]
    [InlineData("status.third == 'skipped'")]
    public void Wait_ThatMayBeTrueBeforeItsOwnSource_IsPlanned(string condition) =>
        Waiting(condition).Taskserv("v").Install("third", ["v"], "second").Plan().Made();

    [Fact]
    public void Wait_OfOneStepOnItsOwnOperation_IsPlanned() => new PlanBuilder().Server("s").There("s").Server("r").There("r").Taskserv("t").Taskserv("u")
        .Install("first", ["u"]).Install("second", ["t"]).Dependency("taskserv.t@s", "operation.first", wait: "outputs.second.x == 1").Plan().Made();

    private static PlanBuilder Waiting(string condition) => Two().Dependency("operation.second", "operation.first", wait: condition);

    private static PlanBuilder Two() => new PlanBuilder().Server("s").There("s").Taskserv("t").Taskserv("u")
        .Workflow(w => w with { Variables = new Dictionary<string, object?> { ["limit"] = 2L } })
        .Install("first", ["u"]).Install("second", ["t"]);
}
