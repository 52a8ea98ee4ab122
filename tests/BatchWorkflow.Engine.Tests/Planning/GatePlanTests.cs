using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>How gates stand in a plan.</summary>
public sealed class GatePlanTests
{
    private static readonly GateDefinition Sized = new()
    {
        Answers = new Dictionary<string, AnswerDefinition> { ["count"] = new() { Type = AnswerType.Int } },
    };

    [Theory]
    [InlineData(null, null, "Wait: waits for a person's answer")]
    [InlineData(60, null, "Wait: waits 1 min 00 s for a person's answer, then fails")]
    [InlineData(60, GateDefault.Approve, "Wait: waits 1 min 00 s for a person's answer, then is approved")]
    [InlineData(60, GateDefault.Deny, "Wait: waits 1 min 00 s for a person's answer, then is denied")]
    public void Gate_TimeLimit_IsTold(int? seconds, GateDefault? preset, string expected)
    {
        GateDefinition gate = new() { TimeLimit = seconds is { } limit ? TimeSpan.FromSeconds(limit) : null, Default = preset };
        Assert.Equal(expected, With(gate).Plan().Made().Says("ask/gate"));
    }

    [Fact]
    public void Message_OfOutputs_WaitsForTheirOperationAndIsKnownLater()
    {
        Plan plan = With(new GateDefinition { Message = "Found {{ outputs.make.found }}. Go on?", IsTemplate = true }).CreateServers("make", "s").Plan().Made();

        PlanStep gate = plan.Steps.Single(s => s.Kind == StepKind.Gate);
        Assert.Equal("waits for a person's answer; message known after make", gate.Reason);
        Assert.Contains(gate.DependsOn, d => d is { On: "make", Type: StepEdge.Hard });
    }

    [Fact]
    public void Message_OfAnUndefinedName_IsAProblem() =>
        Assert.Equal("The message of gate ask cannot be made: 'nope' is undefined.", With(new GateDefinition { Message = "{{ nope }}", IsTemplate = true }).Plan().Refused("Definition.Template").Message);

    [Fact]
    public void Answer_UsedElsewhere_IsKnownAfterTheGate()
    {
        PlanStep step = With(Sized).Operation("make", OperationType.Create, OperationTarget.Server, ["s"], with: o => o with { When = "outputs.ask.count > 2" })
            .Plan().Made().Steps.Single(s => s.Operation == "make");

        Assert.Contains("whether outputs.ask.count > 2 is known after ask", step.Reason, StringComparison.Ordinal);
        Assert.Contains(step.DependsOn, d => d is { On: "ask", Type: StepEdge.Hard });
    }

    [Fact]
    public void Answer_ThatTheGateDoesNotAskFor_IsAProblem() =>
        Assert.Contains("cannot be judged for s: ", With(Sized).Operation("make", OperationType.Create, OperationTarget.Server, ["s"], with: o => o with { When = "outputs.ask.cuont > 2" })
            .Plan().Refused("Definition.Template").Message, StringComparison.Ordinal);

    private static PlanBuilder With(GateDefinition gate) => new PlanBuilder().Server("s")
        .Operation("ask", OperationType.Gate, OperationTarget.Server, [], with: o => o with { Target = null, Gate = gate });
}
