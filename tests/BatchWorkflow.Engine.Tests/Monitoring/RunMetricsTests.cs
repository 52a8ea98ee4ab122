using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Tests.Views;

namespace BatchWorkflow.Engine.Tests.Monitoring;

public sealed class RunMetricsTests
{
    private const string Os = "install-base/os@wuji-cp-0";
    private const string Containerd = "install-base/containerd@wuji-cp-0";

    [Fact]
    public void StepTimings_Journal_CountsAttemptsRetriesAndWaits()
    {
        StepTiming timing = StepTimings.From(ViewSamples.Failed, Journal(), ViewSamples.Begin.AddHours(1)).Single(one => one.Step == Containerd);
        Assert.Equal((2, 1, TimeSpan.FromSeconds(3 + 5), TimeSpan.FromSeconds(2 + 4)), (timing.Attempts, timing.Retries, timing.Waited, timing.Ran));
    }

    [Fact]
    public void StepTimings_RunUnderWay_CountsUntilNow()
    {
        IReadOnlyList<StepTiming> timings = StepTimings.From(
            ViewSamples.Running, [At(0, new StepWaiting(Containerd, "a slot")), At(1, Started(Os, 1))], ViewSamples.Begin.AddSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(10), timings.Single(one => one.Step == Containerd).Waited);
        Assert.Equal(TimeSpan.FromSeconds(9), timings.Single(one => one.Step == Os).Ran);
    }

    [Fact]
    public void From_Run_GivesFiguresOfRunOperationsAndSteps()
    {
        IReadOnlyList<BatchMetric> metrics = RunMetrics.From(ViewSamples.Failed, StepTimings.From(ViewSamples.Failed, Journal(), ViewSamples.Begin));
        Assert.Equal(65, Value(metrics, "run_duration_seconds"));
        Assert.Equal((6, 3, 1, 1), (Value(metrics, "steps"), Value(metrics, "steps_succeeded"), Value(metrics, "steps_failed"), Value(metrics, "steps_omitted")));
        Assert.DoesNotContain(metrics, metric => metric.Name == "steps_revert_failed");
        Assert.Equal(0, Value(metrics, "steps_failed", "create-servers"));
        Assert.Equal((3, 1, 9, 8), (Value(metrics, "attempts_total"), Value(metrics, "retries_total"), Value(metrics, "attempt_seconds_total"), Value(metrics, "wait_seconds_total")));
        Assert.Equal((3, 1, 0.25), (Value(metrics, "steps", "install-base"), Value(metrics, "steps_skipped", "install-base"), Value(metrics, "operation_duration_seconds", "create-servers")));
        Assert.Equal((42, 2, 1), (Value(metrics, "step_duration_seconds", "install-base", Containerd), Value(metrics, "attempts_total", "install-base", Containerd), Value(metrics, "retries_total", "install-base", Containerd)));
        Assert.Equal(metrics.Count, metrics.DistinctBy(metric => (metric.Name, metric.Operation, metric.Step)).Count());
        Assert.All(metrics, metric => Assert.Equal(metric.Name.Contains("seconds", StringComparison.Ordinal) ? "seconds" : "count", metric.Unit));
    }

    private static double Value(IEnumerable<BatchMetric> metrics, string name, string? operation = null, string? step = null) =>
        metrics.Single(metric => metric.Name == name && metric.Operation == operation && metric.Step == step).Value;

    private static List<JournalEntry> Journal() =>
    [
        At(0, new StepWaiting(Containerd, "a slot")),
        At(1, new StepWaiting(Containerd, "another slot")),
        At(1, Started(Os, 1)),
        At(3, Started(Containerd, 1)),
        At(4, Ended(Os, 1, AttemptResult.Succeeded)),
        At(5, Ended(Containerd, 1, AttemptResult.Failed)),
        At(5, new RetryScheduled(Containerd, 2, ViewSamples.Begin.AddSeconds(10))),
        At(10, Started(Containerd, 2)),
        At(14, Ended(Containerd, 2, AttemptResult.Failed)),
        At(14, new StepEnded(Containerd, StepStatus.Failed)),
    ];

    private static JournalEntry At(int seconds, RunEvent happened) => new(0, ViewSamples.Begin.AddSeconds(seconds), happened);

    private static AttemptStarted Started(string step, int attempt) => new() { Step = step, Attempt = attempt, Token = "t" };

    private static AttemptEnded Ended(string step, int attempt, AttemptResult result) => new() { Step = step, Attempt = attempt, Result = result };
}
