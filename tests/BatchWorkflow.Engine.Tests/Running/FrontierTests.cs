using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

public sealed class FrontierTests
{
    [Fact]
    public void Ready_DependenciesAcrossSlowSibling_StartsEachByItsOwn()
    {
        // a and b side by side, c after a, d after b: d may start while a still runs.
        Frontier frontier = Make(Step("a"), Step("b"), Step("c", On("a")), Step("d", On("b")));
        frontier.Take("a");
        frontier.Take("b");

        frontier.Ended("b", StepStatus.Succeeded);

        Assert.Equal(["d"], Ready(frontier));
    }

    [Fact]
    public void Ended_HardDependencyFailed_OmitsTheWholeChain()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a")), Step("c", On("b")), Step("d"));

        frontier.Ended("a", StepStatus.Failed);
        Frontier.Verdict first = Assert.Single(frontier.TakeVerdicts());
        frontier.Ended(first.Step, StepStatus.Omitted);
        Frontier.Verdict second = Assert.Single(frontier.TakeVerdicts());

        Assert.Equal(("b", "a failed"), (first.Step, first.Reason));
        Assert.Equal(("c", "b was omitted"), (second.Step, second.Reason));
        Assert.Equal(["d"], Ready(frontier));
    }

    [Fact]
    public void Ended_OmittedBeforeAllThatItWaitsFor_StillOrdersWhatComesAfterIt()
    {
        Frontier frontier = Make(Step("a"), Step("b"), Step("c", On("a"), On("b")), Step("d", On("c") with { Type = StepEdge.Order }));
        frontier.Take("a");
        frontier.Take("b");

        frontier.Ended("a", StepStatus.Failed);
        frontier.Ended("c", StepStatus.Omitted);

        Assert.Empty(Ready(frontier));
        frontier.Ended("b", StepStatus.Succeeded);
        Assert.Equal(["d"], Ready(frontier));
    }

    [Fact]
    public void Ended_SkippedBeforeWhatItWaitsFor_SetsFreeWhatComesAfterItOnlyThen()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a")), Step("c", On("b")));
        frontier.Take("a");

        frontier.Ended("b", StepStatus.Skipped);

        Assert.Empty(Ready(frontier));
        frontier.Ended("a", StepStatus.Failed);
        Assert.Equal(["c"], Ready(frontier));
    }

    [Fact]
    public void Frontier_OfAStepThatBeginsAgainBeforeOneThatHasEnded_OrdersWhatComesAfterBoth()
    {
        PlanStep[] steps = [Step("a"), Step("b", On("a") with { Type = StepEdge.Order }), Step("c", On("b") with { Type = StepEdge.Order })];
        Frontier frontier = new(Graph(steps), step => step == "b" ? StepStatus.Succeeded : StepStatus.Pending);

        Assert.Equal(["a"], Ready(frontier));
        frontier.Take("a");
        frontier.Ended("a", StepStatus.Succeeded);
        Assert.Equal(["c"], Ready(frontier));
    }

    [Fact]
    public void Ended_SoftDependencyFailed_GoesOnWithAWarningThatNamesIt()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a") with { Type = StepEdge.Soft }));

        frontier.Ended("a", StepStatus.Failed);

        Assert.Equal(["b"], Ready(frontier));
        Frontier.Verdict warning = Assert.Single(frontier.TakeVerdicts());
        Assert.True(warning.Warning);
        Assert.Contains("a failed", warning.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Ended_OrderDependencyFailed_GoesOnInSilence()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a") with { Type = StepEdge.Order }));

        frontier.Ended("a", StepStatus.Failed);

        Assert.Equal(["b"], Ready(frontier));
        Assert.Empty(frontier.TakeVerdicts());
    }

    [Fact]
    public void Ended_Barrier_WaitsForEveryStepOfTheOperation()
    {
        StepDependency barrier = new() { On = "one", IsOperation = true };
        Frontier frontier = Make(Step("a") with { Operation = "one" }, Step("b") with { Operation = "one" }, Step("c", barrier));

        frontier.Ended("a", StepStatus.Succeeded);
        Assert.Equal(["b"], Ready(frontier));
        frontier.Ended("b", StepStatus.Succeeded);

        Assert.Equal(["c"], Ready(frontier));
        Assert.Equal(["one"], frontier.EndedOperations);
    }

    [Fact]
    public void Ended_OneStepBehindABarrierFailed_OmitsWhatIsBehindIt()
    {
        StepDependency barrier = new() { On = "one", IsOperation = true };
        Frontier frontier = Make(Step("a") with { Operation = "one" }, Step("b") with { Operation = "one" }, Step("c", barrier));

        frontier.Ended("a", StepStatus.Failed);
        frontier.Ended("b", StepStatus.Succeeded);

        Frontier.Verdict verdict = Assert.Single(frontier.TakeVerdicts());
        Assert.Equal(("c", "a failed"), (verdict.Step, verdict.Reason));
    }

    [Fact]
    public void New_SomeStepsEndedBefore_GoesOnBehindThem()
    {
        Dictionary<string, StepStatus> before = new() { ["a"] = StepStatus.Succeeded };
        Frontier frontier = new(Graph(Step("a"), Step("b", On("a")), Step("c", On("b"))), id => before.GetValueOrDefault(id));

        Assert.Equal(["b"], Ready(frontier));
    }

    [Fact]
    public void Skipped_SatisfiesAHardDependency()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a")));

        frontier.Ended("a", StepStatus.Skipped);

        Assert.Equal(["b"], Ready(frontier));
    }

    [Fact]
    public void Skipped_BeforeWhatItWaitsForHasEnded_StillOrdersWhatComesAfterIt()
    {
        Frontier frontier = Make(Step("a"), Step("b", On("a") with { Type = StepEdge.Order }), Step("c", On("b") with { Type = StepEdge.Order }));
        frontier.Take("a");

        frontier.Ended("b", StepStatus.Skipped);

        Assert.Empty(Ready(frontier));
        frontier.Ended("a", StepStatus.Failed);
        Assert.Equal(["c"], Ready(frontier));
    }

    private static Frontier Make(params PlanStep[] steps) => new(Graph(steps), _ => StepStatus.Pending);

    private static List<string> Ready(Frontier frontier) =>
        [.. frontier.ReadyOperations.SelectMany(frontier.ReadyIn).Select(s => s.Id)];

    private static StepDependency On(string step) => new() { On = step };

    private static PlanStep Step(string id, params StepDependency[] on) => new()
    {
        Id = id,
        Operation = id,
        Item = id,
        Kind = StepKind.Taskserv,
        Action = StepAction.Create,
        Reason = "test",
        DependsOn = on,
    };

    private static Plan Graph(params PlanStep[] steps) => new()
    {
        Workflow = "w",
        Infrastructure = "i",
        DefinitionHash = "",
        ObservedHash = "",
        Steps = steps,
        Source = new PlanSource(new WorkflowDefinition { Name = "w" }, new InfrastructureDefinition { Name = "i" }, new Dictionary<string, TaskservDefinition>()),
    };
}
