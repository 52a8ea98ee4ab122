using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>Templates and conditions as a plan shows them.</summary>
public sealed class TemplateTests
{
    [Fact]
    public void Variable_OfAnEarlierOutput_IsKnownAfterThat()
    {
        Plan plan = Two(b => b.Workflow(w => w with { Variables = Map("ip", "{{ outputs.first.ip }}") })).Plan().Made();

        PlanStep step = plan.Steps.Single(s => s.Id == "second/t@s");
        Assert.EndsWith("; ip known after first", step.Reason, StringComparison.Ordinal);
        Assert.False(step.Exact);
    }

    [Fact]
    public void Taskserv_ThatUsesAnOutput_WaitsForTheOperationThatGivesIt()
    {
        Plan plan = Two(b => b.Taskserv("t", t => t with { Variables = Map("ip", "{{ outputs.first.ip }}") })).Plan().Made();

        Assert.Contains(plan.Steps.Single(s => s.Id == "second/t@s").DependsOn, d => d is { On: "first", IsOperation: true, Type: StepEdge.Hard });
    }

    [Theory]
    [InlineData(131_062, false)]
    [InlineData(131_063, true)]
    public void Variable_LargerThanLinuxTakes_IsAProblemThatNamesItAndTheLimit(int length, bool isTooLarge)
    {
        PlanResult planned = Two(b => b.Workflow(w => w with { Variables = Map("b", new string('x', length)) })).Plan();

        Assert.Equal(isTooLarge ? ["Plan.VariableTooLarge"] : [], planned.Problems.Select(p => p.Code));
        if (isTooLarge)
            Assert.Contains("Variable b takes 131,072 bytes as BW_VAR_B, and Linux gives a program no environment variable of more than 131,071 bytes.", planned.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_LargerTogetherThanLinuxTakes_AreAProblemThatNamesTheLargest()
    {
        Dictionary<string, object?> variables = Enumerable.Range(0, 20).ToDictionary(i => $"v{i}", object? (i) => new string('x', 100_000 + i));

        Problem problem = Assert.Single(Two(b => b.Workflow(w => w with { Variables = variables })).Plan().Problems);

        Assert.Contains("and Linux gives a program no more than 1,966,080 beside its own. The largest are BW_VAR_V19 (", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Condition_OnAStatus_WaitsForTheEndOnly()
    {
        Plan plan = Two(when: "status.first == 'failed'").Plan().Made();

        PlanStep step = plan.Steps.Single(s => s.Id == "second/t@s");
        Assert.Contains(step.DependsOn, d => d is { On: "first", Type: StepEdge.Order });
        Assert.Contains("whether status.first == 'failed' is known after first", step.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server.name == 's'", "no run recorded it here")]
    [InlineData("vars.on", "skipped: vars.on is false")]
    [InlineData("taskserv.name == 'other'", "skipped: taskserv.name == 'other' is false")]
    public void Condition_KnownNow_DecidesInThePlan(string when, string reason)
    {
        Plan plan = Two(b => b.Workflow(w => w with { Variables = new Dictionary<string, object?> { ["on"] = false } }), when).Plan().Made();

        PlanStep step = plan.Steps.Single(s => s.Id == "second/t@s");
        Assert.StartsWith(reason, step.Reason, StringComparison.Ordinal);
        Assert.Equal(reason.StartsWith("skipped", StringComparison.Ordinal), step.Action == StepAction.Nothing);
    }

    [Fact]
    public void Condition_OfAnUndefinedName_IsAProblem()
    {
        Problem problem = Assert.Single(Two(when: "nope > 1").Plan().Problems);

        Assert.Equal(("Definition.Template", "The condition of operation second cannot be judged for s: 'nope' is undefined."), (problem.Code, problem.Message));
    }

    [Fact]
    public void Output_OfAnUnknownOperation_IsAProblemWithAHint()
    {
        Problem problem = Two(when: "outputs.frst.ip").Plan().Problems[0];

        Assert.Equal(("Plan.UnknownOperation", "Did you mean first?"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void Setting_OfAnEarlierOutput_LeavesItsServerEstimated()
    {
        Plan plan = new PlanBuilder()
            .Server(new ServerDefinition { Name = "a" })
            .Server(new ServerDefinition { Name = "b", Settings = Map("zone", "{{ outputs.first.zone }}") })
            .CreateServers("first", "a").CreateServers("second", "b")
            .Plan().Made();

        PlanStep step = plan.Steps.Single(s => s.Id == "second/b");
        Assert.Equal("not there; zone known after first", step.Reason);
    }

    private static PlanBuilder Two(Func<PlanBuilder, PlanBuilder>? with = null, string? when = null)
    {
        PlanBuilder builder = new PlanBuilder().Server("s").There("s").Taskserv("f").Taskserv("t");
        builder = with?.Invoke(builder) ?? builder;
        return builder.Install("first", ["f"]).Operation("second", OperationType.Create, OperationTarget.Taskserv, ["t"], with: o => o with { When = when });
    }

    private static Dictionary<string, object?> Map(string name, string template) => new() { [name] = new TemplateText(template) };
}
