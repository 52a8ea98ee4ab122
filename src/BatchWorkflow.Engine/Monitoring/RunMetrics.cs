using System.Text.Json;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>A run's figures: counts by status, durations, retries and waits, for the run, each operation and each step.</summary>
internal static class RunMetrics
{
    /// <summary>The figures, the run's first, then each operation's, then each step's.</summary>
    /// <param name="run">The run with its operations and steps.</param>
    /// <param name="timings">Where the time of its steps went.</param>
    public static IReadOnlyList<BatchMetric> From(BatchRun run, IReadOnlyList<StepTiming> timings)
    {
        List<BatchMetric> metrics = [];
        Measures ofRun = new(metrics, run.Id, Operation: null, Step: null);
        ofRun.Seconds("run_duration_seconds", run.Duration);
        Totals(ofRun, run.StepList, timings);
        ofRun.Count("checkpoints", run.Checkpoints.Count);
        foreach (BatchOperation operation in run.Operations)
        {
            List<BatchStep> steps = [.. run.StepList.Where(step => step.Operation == operation.Id)];
            Measures ofOperation = new(metrics, run.Id, operation.Id, Step: null);
            ofOperation.Seconds("operation_duration_seconds", Span(steps));
            Totals(ofOperation, steps, [.. timings.Where(timing => timing.Operation == operation.Id)]);
        }

        Dictionary<string, BatchStep> byId = run.StepList.ToDictionary(step => step.Id, StringComparer.Ordinal);
        foreach (StepTiming timing in timings)
        {
            Measures ofStep = new(metrics, run.Id, timing.Operation, timing.Step);
            ofStep.Seconds("step_duration_seconds", byId[timing.Step].Duration);
            Times(ofStep, [timing]);
        }

        return metrics;
    }

    private static void Totals(Measures to, IReadOnlyCollection<BatchStep> steps, IReadOnlyCollection<StepTiming> timings)
    {
        to.Count("steps", steps.Count);
        foreach (StepStatus status in Enum.GetValues<StepStatus>())
            if (steps.Count(step => step.Status == status) is var count && (count > 0 || IsAlwaysTold(status)))
                to.Count("steps_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()), count);
        to.Count("steps_changed", steps.Count(step => step.Changed));
        to.Count("steps_drifted", steps.Count(step => step.Drifted));
        Times(to, timings);
    }

    // Their absence would be a question; that of the others says that there is none.
    private static bool IsAlwaysTold(StepStatus status) => status is StepStatus.Succeeded or StepStatus.Failed;

    private static void Times(Measures to, IReadOnlyCollection<StepTiming> timings)
    {
        to.Count("attempts_total", timings.Sum(timing => timing.Attempts));
        to.Count("retries_total", timings.Sum(timing => timing.Retries));
        to.Seconds("attempt_seconds_total", Sum(timings, timing => timing.Ran));
        to.Seconds("wait_seconds_total", Sum(timings, timing => timing.Waited));
    }

    private static TimeSpan Sum(IEnumerable<StepTiming> timings, Func<StepTiming, TimeSpan> part) =>
        timings.Aggregate(TimeSpan.Zero, (sum, timing) => sum + part(timing));

    // From the first start of its steps to the last end of their way forward; to now while one runs.
    private static TimeSpan Span(IReadOnlyCollection<BatchStep> steps)
    {
        DateTimeOffset? begin = steps.Min(step => step.Started);
        DateTimeOffset? end = steps.Max(step => step.Started + step.Duration);
        return begin is { } from && end is { } to && to > from ? to - from : TimeSpan.Zero;
    }

    private sealed record Measures(List<BatchMetric> To, string RunId, string? Operation, string? Step)
    {
        public void Count(string name, int value) => Add(name, value, "count");

        public void Seconds(string name, TimeSpan value) => Add(name, value.TotalSeconds, "seconds");

        private void Add(string name, double value, string unit) =>
            To.Add(new BatchMetric { RunId = RunId, Name = name, Value = value, Unit = unit, Operation = Operation, Step = Step });
    }
}
