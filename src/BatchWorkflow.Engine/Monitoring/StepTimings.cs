using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Folds a run's journal into where its steps' time went.</summary>
internal sealed class StepTimings
{
    private readonly Dictionary<string, StepTiming> _timings;
    private readonly Dictionary<string, DateTimeOffset> _waitingSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _runningSince = new(StringComparer.Ordinal);

    private StepTimings(BatchRun run) =>
        _timings = run.StepList.ToDictionary(step => step.Id, step => new StepTiming(step.Id, step.Operation), StringComparer.Ordinal);

    /// <summary>The timing of each step, in plan order.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="now">Until when what still waits or runs is counted.</param>
    public static IReadOnlyList<StepTiming> From(BatchRun run, IEnumerable<JournalEntry> journal, DateTimeOffset now)
    {
        StepTimings timings = new(run);
        foreach (JournalEntry entry in journal)
            timings.Take(entry);
        foreach (BatchStep step in run.StepList.Where(_ => run.Running))
        {
            timings.EndWait(step.Id, now);
            timings.EndAttempt(step.Id, now);
        }

        return [.. run.StepList.Select(step => timings._timings[step.Id])];
    }

    private void Take(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case StepWaiting waiting:
                _waitingSince.TryAdd(waiting.Step, entry.Time);
                break;
            case GateOpened opened:
                _waitingSince.TryAdd(opened.Step, entry.Time);
                break;
            case AttemptStarted started:
                EndWait(started.Step, entry.Time);
                _runningSince[started.Step] = entry.Time;
                Change(started.Step, timing => timing with { Attempts = timing.Attempts + 1 });
                break;
            case AttemptEnded ended:
                EndAttempt(ended.Step, entry.Time);
                break;
            case RetryScheduled retry:
                _waitingSince.TryAdd(retry.Step, entry.Time);
                Change(retry.Step, timing => timing with { Retries = timing.Retries + 1 });
                break;
            case StepEnded ended:
                EndWait(ended.Step, entry.Time);
                break;
            case ControlTaken taken:
                foreach (StepEnded end in taken.Ends ?? [])
                    EndWait(end.Step, entry.Time);
                break;
            default:
                break;
        }
    }

    private void EndWait(string step, DateTimeOffset time)
    {
        if (_waitingSince.Remove(step, out DateTimeOffset since))
            Change(step, timing => timing with { Waited = timing.Waited + Elapsed.Between(since, time) });
    }

    private void EndAttempt(string step, DateTimeOffset time)
    {
        if (_runningSince.Remove(step, out DateTimeOffset since))
            Change(step, timing => timing with { Ran = timing.Ran + Elapsed.Between(since, time) });
    }

    private void Change(string step, Func<StepTiming, StepTiming> change)
    {
        if (_timings.TryGetValue(step, out StepTiming? timing))
            _timings[step] = change(timing);
    }
}
