using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Which answers to gates are refused, and in what words.</summary>
public sealed class GateRequestsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly GateDefinition Every = new()
    {
        Answers = new Dictionary<string, AnswerDefinition>
        {
            ["count"] = new() { Type = AnswerType.Int },
            ["share"] = new() { Type = AnswerType.Number, Default = "0.5" },
            ["fast"] = new() { Type = AnswerType.Bool, Default = "false" },
            ["zone"] = new() { Type = AnswerType.Choice, Choices = ["fi", "de"] },
            ["note"] = new() { Required = false },
        },
    };

    [Fact]
    public void Approve_WithWrongAndMissingAnswers_NamesEach()
    {
        ControlRefusal refusal = Judge(Open(Every), ControlKind.Approve, null, ("count", "many"), ("fats", "true")).Refusal!;

        Assert.Equal("Gate.Invalid", refusal.ErrorId);
        Assert.Equal("Gate ask cannot be approved so: count must be a whole number, not \"many\"; zone is missing, which must be one of fi, de; it asks for no fats, but for fast.", refusal.Message);
        Assert.Equal("Approve-BatchGate r-1 ask -Answer @{ count = <int>; zone = <fi|de> } is how it is answered.", refusal.Action);
    }

    [Fact]
    public void Approve_WithAnswers_GivesThemInOneForm()
    {
        StepEnded end = Assert.Single(Judge(Open(Every), ControlKind.Approve, "ask", ("count", " 07"), ("share", "1e1"), ("fast", "True"), ("zone", "de")).Ends!);

        Assert.Equal([("count", "7"), ("share", "10"), ("fast", "true"), ("zone", "de")], end.Outputs!.Select(o => (o.Key, o.Value)));
    }

    [Fact]
    public void Answer_ToAGateThatIsNotThere_IsRefusedWithTheNearestName() =>
        Assert.Equal(("Gate.NotFound", "Did you mean ask?"), IdAndAction(Judge(Open(new GateDefinition()), ControlKind.Deny, "aks")));

    [Fact]
    public void Answer_ToAGateThatIsNotOpenYet_IsRefused() =>
        Assert.Equal("Gate.NotOpen", Judge(State(new GateDefinition(), new StatusChanged(RunStatus.Running)), ControlKind.Approve, "ask").Refusal!.ErrorId);

    [Fact]
    public void Answer_WithoutANameWhereNoneOrSeveralAreOpen_IsRefused()
    {
        Assert.Equal("Gate.NotOpen", Judge(State(new GateDefinition(), new StatusChanged(RunStatus.Running)), ControlKind.Approve, null).Refusal!.ErrorId);
        ControlRefusal refusal = Judge(State(new GateDefinition(), new GateOpened("ask", null, null), new GateOpened("other", null, null)), ControlKind.Approve, null).Refusal!;
        Assert.Equal(("Gate.Ambiguous", true), (refusal.ErrorId, refusal.Message.EndsWith("ask, other.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Answer_ASecondTime_IsRefusedAndTellsTheFirst()
    {
        RunState state = State(new GateDefinition(), new GateOpened("ask", null, null), new StepEnded("ask", StepStatus.Succeeded, "approved by bob@lab"));
        Assert.Equal("Gate ask has ended already: approved by bob@lab.", Judge(state, ControlKind.Deny, "ask").Refusal!.Message);
    }

    [Fact]
    public void Answer_AfterTheTimeLimit_IsRefusedThoughNobodyHasClosedTheGate()
    {
        RunState state = State(new GateDefinition { TimeLimit = TimeSpan.FromHours(1), Default = GateDefault.Deny }, new GateOpened("ask", null, Now));
        ControlRefusal refusal = Judge(state, ControlKind.Approve, null).Refusal!;
        Assert.Equal(("Gate.Timeout", "The time of gate ask was over at 2026-01-01 12:00:00Z: it counts as denied."), (refusal.ErrorId, refusal.Message));
    }

    [Theory]
    [InlineData(RunStatus.Failed, "Run.NotRunning")]
    [InlineData(RunStatus.Succeeded, "Run.NotRunning")]
    [InlineData(RunStatus.Suspended, null)]
    [InlineData(RunStatus.Stopped, "Run.NotRunning")]
    public void Answer_ToARunThatNobodyWorksOn_CountsWhileItCanBeResumed(RunStatus status, string? refusal) =>
        Assert.Equal(refusal, Judge(State(new GateDefinition(), new GateOpened("ask", null, null), new StatusChanged(status)), ControlKind.Approve, null).Refusal?.ErrorId);

    private static (string, string?) IdAndAction(ControlVerdict verdict) => (verdict.Refusal!.ErrorId, verdict.Refusal.Action);

    private static RunState Open(GateDefinition gate) => State(gate, new StatusChanged(RunStatus.Running), new GateOpened("ask", null, null));

    private static RunState State(GateDefinition gate, params RunEvent[] events)
    {
        RunState state = new(Plans.Of([Plans.Gate("ask"), Plans.Gate("other")], change: o => Plans.Gated(o.Id, gate)(o)));
        state.Apply(new JournalEntry(0, Now, new RunSubmitted { RunId = "r-1", Workflow = "", Infrastructure = "", PlanHash = "", Origin = new RunOrigin() }));
        for (int i = 0; i < events.Length; i++)
            state.Apply(new JournalEntry(i + 1, Now, events[i]));
        return state;
    }

    private static ControlVerdict Judge(RunState state, ControlKind kind, string? gate, params (string Name, string Text)[] answers) =>
        ControlVerdict.Of(state, new ControlRequest
        {
            RequestId = "r",
            Kind = kind,
            Origin = new RunOrigin { User = "ada", Host = "desk" },
            Time = Now,
            Operation = gate,
            Answers = answers.ToDictionary(a => a.Name, a => a.Text),
        }, Now);
}
