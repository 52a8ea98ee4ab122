using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Gates while a run goes on: what waits at them, and how they end.</summary>
public sealed class GateTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly GateDefinition Sized = new()
    {
        Answers = new Dictionary<string, AnswerDefinition>
        {
            ["count"] = new() { Type = AnswerType.Int },
            ["zone"] = new() { Type = AnswerType.Choice, Choices = ["fi", "de"], Default = "fi" },
        },
    };

    [Fact]
    public async Task Gate_Reached_WaitsAndSaysForWhatWithoutASlot()
    {
        Plan plan = Plans.Of([Plans.Step("a"), Plans.Gate("ask", "a"), Plans.Step("b", "ask"), Plans.Step("other")], w => w with { Concurrency = 1 },
            Plans.Gated("ask", new GateDefinition { Message = "Found {{ outputs.a.found }}. Go on?", IsTemplate = true }));
        await using LoopHarness run = new(plan);
        run.Attempts.Rule = c => c.Step.Id == "other" ? null : AttemptOutcome.Success(true) with { Outputs = new Dictionary<string, string> { ["found"] = "3" } };
        run.Start();

        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting && run.Status("other") == StepStatus.Running);

        Assert.Equal("an answer: Found 3. Go on?", run.State["ask"].WaitingFor);
        Assert.Equal(StepStatus.Pending, run.Status("b"));
        run.Attempts.End("other", AttemptOutcome.Success(true));
        await run.AskAsync(ControlKind.Approve);
        Assert.Equal(RunStatus.Succeeded, (await run.EndAsync()).Status);
    }

    [Fact]
    public async Task Approve_WithAnswers_GivesTypedOutputs()
    {
        Plan plan = Plans.Of([Plans.Gate("ask"), Plans.Step("many", "ask"), Plans.Step("few", "ask")],
            change: o => Plans.Gated("ask", Sized)(o) with { When = o.Id switch { "many" => "outputs.ask.count > 2 and outputs.ask.zone == 'fi'", "few" => "outputs.ask.count < 3", _ => null } });
        await using LoopHarness run = new(plan);
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Approve, "ask", ("count", "3"));
        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Succeeded, StepStatus.Skipped], end.StepList.Select(s => s.Status));
        Assert.Equal([("count", "3"), ("zone", "fi")], end.StepList[0].Outputs.Select(o => (o.Key, o.Value)));
        Assert.Equal("approved by ada@desk: a test", end.StepList[0].Reason);
    }

    [Fact]
    public async Task Deny_FailsTheGateByItsOnFailureAndIsNotRetried()
    {
        Plan plan = Plans.Of([Plans.Gate("ask"), Plans.Step("b", "ask")], change: Plans.Gated("ask", onFailure: FailureAction.Continue));
        await using LoopHarness run = new(plan);
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Deny);
        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal([StepStatus.Failed, StepStatus.Omitted], end.StepList.Select(s => s.Status));
        Failure failure = end.StepList[0].Failure!;
        Assert.Equal((FailureKind.Fatal, GateRequests.Denied, "denied by ada@desk: a test"), (failure.Kind, failure.Code, failure.Message));
    }

    [Fact]
    public async Task Deny_WithRollback_UndoesWhatCameBefore()
    {
        Plan plan = Plans.Of([Plans.Step("a") with { Kind = StepKind.Server, Server = "s", Taskserv = null }, Plans.Gate("ask", "a")], change: Plans.Gated("ask", onFailure: FailureAction.Rollback));
        await using LoopHarness run = new(plan);
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Deny);

        BatchRun end = await run.EndAsync();
        Assert.Equal(RunStatus.RolledBack, end.Status);
        Assert.Equal([StepStatus.Reverted, StepStatus.Failed], end.StepList.Select(s => s.Status));
    }

    [Theory]
    [InlineData(GateDefault.Approve, RunStatus.Succeeded, StepStatus.Succeeded, null)]
    [InlineData(GateDefault.Deny, RunStatus.Failed, StepStatus.Failed, FailureKind.Fatal)]
    [InlineData(null, RunStatus.Failed, StepStatus.Failed, FailureKind.Timeout)]
    public async Task Gate_NobodyAnswersInTime_EndsAsItSays(GateDefault? preset, RunStatus end, StepStatus gate, FailureKind? kind)
    {
        GateDefinition definition = new()
        {
            TimeLimit = TimeSpan.FromMinutes(1),
            Default = preset,
            Answers = new Dictionary<string, AnswerDefinition> { ["count"] = new() { Type = AnswerType.Int, Default = "1" } },
        };
        await using LoopHarness run = new(Plans.Of([Plans.Gate("ask"), Plans.Step("b", "ask")], change: Plans.Gated("ask", definition)));
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);
        await run.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(StepStatus.Waiting, run.Status("ask"));

        BatchRun over = await run.EndAsync();

        Assert.Equal((end, gate, kind), (over.Status, over.StepList[0].Status, over.StepList[0].Failure?.Kind));
        Assert.Equal(preset == GateDefault.Approve ? "1" : null, over.StepList[0].Outputs.GetValueOrDefault("count"));
        Assert.Contains("nobody answered within 1 min 00 s", over.StepList[0].Failure?.Message ?? over.StepList[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeLimit_AfterACrash_CountsFromTheGatesOpening()
    {
        GateDefinition definition = new() { TimeLimit = Hour };
        await using LoopHarness first = new(Plans.Of([Plans.Gate("ask")], change: Plans.Gated("ask", definition)));
        first.Start();
        await first.UntilAsync(() => first.Status("ask") == StepStatus.Waiting);
        DateTimeOffset until = first.State["ask"].Gate!.Until!.Value;
        first.Advance(TimeSpan.FromMinutes(59));

        await using LoopHarness second = first.Resume();
        second.Start();
        await second.UntilAsync(() => second.State["ask"].Gate is not null);
        Assert.Equal((StepStatus.Waiting, until), (second.Status("ask"), second.State["ask"].Gate!.Until));
        second.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(FailureKind.Timeout, (await second.EndAsync()).StepList[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(ControlKind.Suspend, RunStatus.Suspended, true)]
    [InlineData(ControlKind.Stop, RunStatus.Stopped, false)]
    public async Task Control_WhileAGateIsOpen_EndsAtOnceAndTheGateStaysOpen(ControlKind kind, RunStatus status, bool isWaiting)
    {
        await using LoopHarness run = new(Plans.Of([Plans.Gate("ask"), Plans.Step("b", "ask")], change: Plans.Gated("ask")));
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);
        await run.AskAsync(kind);

        BatchRun stopped = await run.EndAsync();
        Assert.Equal((status, isWaiting), (stopped.Status, stopped.Waiting));
        await using LoopHarness again = run.Resume();
        again.Start();
        await again.UntilAsync(() => again.RunStatus == RunStatus.Running && again.Status("ask") == StepStatus.Waiting);
        await again.AskAsync(ControlKind.Approve);

        Assert.Equal(RunStatus.Succeeded, (await again.EndAsync()).Status);
    }

    [Fact]
    public async Task Skip_OpenGate_LetsTheRunGoOnWithoutAnswers()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Gate("ask"), Plans.Step("b", "ask")], change: Plans.Gated("ask", Sized)));
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Skip, "ask");
        BatchRun end = await run.EndAsync();

        Assert.Equal([StepStatus.Skipped, StepStatus.Succeeded], end.StepList.Select(s => s.Status));
        Assert.Empty(end.StepList[0].Outputs);
    }

    [Fact]
    public async Task Gate_WhoseConditionIsFalse_IsSkippedUnasked()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Gate("ask")], change: o => Plans.Gated("ask")(o) with { When = "false" }));
        run.Start();

        Assert.Equal((RunStatus.Succeeded, StepStatus.Skipped), ((await run.EndAsync()).Status, run.Status("ask")));
    }

    [Fact]
    public async Task Gate_WhoseMessageCannotBeMade_Fails()
    {
        Plan plan = Plans.Of([Plans.Step("a"), Plans.Gate("ask", "a")], change: Plans.Gated("ask", new GateDefinition { Message = "{{ outputs.a.nothing }}", IsTemplate = true }));
        await using LoopHarness run = new(plan);
        run.Start();

        Failure failure = (await run.EndAsync()).StepList[1].Failure!;
        Assert.Equal(FailureKind.Validation, failure.Kind);
        Assert.StartsWith("The message of the gate cannot be made: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_OpenWhenTheRunFails_WaitsForNobodyAnyMore()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Gate("ask"), Plans.Step("a")], change: Plans.Gated("ask")));
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Status("ask") == StepStatus.Waiting && run.Attempts.Begun.Count == 1);

        run.Attempts.End("a", AttemptOutcome.Fail(FailureKind.Fatal, "broken"));
        BatchRun end = await run.EndAsync();

        Assert.Equal((RunStatus.Failed, StepStatus.Pending, null), (end.Status, end.StepList[0].Status, end.StepList[0].WaitingFor));
    }
}
