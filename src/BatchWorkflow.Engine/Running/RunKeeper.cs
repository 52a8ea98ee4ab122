using System.Text.Json;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Keeps a run's summary and checkpoint file near its journal while this process works on it: the summary within a second of a change,
/// the checkpoint at each named checkpoint and every checkpoint_frequency, whichever comes first. Neither is needed for correctness. What
/// scripts wrote goes within the same second.
/// </summary>
internal sealed class RunKeeper : IAsyncDisposable
{
    private readonly RunRecorder _recorder;
    private readonly HeldRun _held;
    private readonly EngineParts _engine;
    private readonly AttemptStreams _streams;
    private readonly TimeSpan _frequency;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _keeping;
    private volatile bool _changed = true;
    private volatile bool _checkpointDue;
    private long _kept = -1;

    /// <summary>Begins to keep.</summary>
    public RunKeeper(RunRecorder recorder, HeldRun held, EngineParts engine, AttemptStreams streams)
    {
        (_recorder, _held, _engine, _streams) = (recorder, held, engine, streams);
        _frequency = held.State.Plan.Source.Workflow.Monitoring.CheckpointFrequency;
        streams.Note(held.State);
        recorder.Recorded += Note;
        _keeping = engine.Scheduler.RunAsync(KeepAsync);
    }

    /// <summary>Writes both once more unless they say so already: what they tell is the journal's end.</summary>
    public async ValueTask DisposeAsync()
    {
        _recorder.Recorded -= Note;
        End();
        await _keeping;
        if (_changed)
            await WriteSummaryAsync();
        await WriteCheckpointAsync();
        await ClearStreamsAsync();
        _end.Dispose();
    }

    /// <summary>Writes what lists show of a run, once the events that it tells of are on the disk: what outlived them would tell of what never was.</summary>
    public static async Task SummarizeAsync(RunRecorder recorder, HeldRun held, EngineParts engine, RunHold hold)
    {
        RunSummary summary = recorder.Look(state => new RunSummary
        {
            Run = RunView.Summary(state, hold, engine.Time.GetUtcNow()),
            Sequence = state.Facts.Sequence,
            Token = held.Lease.Token,
        });
        await recorder.FlushAsync(CancellationToken.None);
        if (summary.Run.Done || summary.Run.Suspended)
            summary = summary with { Journal = await JournalVersions.ReadAsync(engine.Store, held.Folder.Id, CancellationToken.None) };
        await held.Folder.WriteSummaryAsync(summary, CancellationToken.None);
    }

    private void Note(JournalEntry entry)
    {
        _changed = true;
        _streams.Note(entry);
        _checkpointDue |= entry.Event is CheckpointReached;
    }

    private void End() => _end.Cancel();

    private async Task KeepAsync()
    {
        long lastCheckpoint = _engine.Time.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            if (_changed)
            {
                _changed = false;
                await WriteSummaryAsync();
                await ClearStreamsAsync();
            }
            if (_checkpointDue || _engine.Time.GetElapsedTime(lastCheckpoint) >= _frequency)
            {
                _checkpointDue = false;
                lastCheckpoint = _engine.Time.GetTimestamp();
                await WriteCheckpointAsync();
            }
            await Task.Delay(_engine.Options.SummaryInterval, _engine.Time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Whoever has taken the run over may not know of an attempt's end, and still wants to hear its script.</summary>
    private Task ClearStreamsAsync() => _held.Lease.Lost.IsCancellationRequested ? Task.CompletedTask : _streams.ClearAsync(_recorder);

    private Task WriteSummaryAsync() => SummarizeAsync(_recorder, _held, _engine, RunHold.Held);

    /// <summary>
    /// Only of events that are on the disk: a checkpoint that outlived some of its events would look as if they had been removed. Nothing is
    /// written while nothing happens.
    /// </summary>
    private async Task WriteCheckpointAsync()
    {
        if (_recorder.Look(s => s.Facts.Sequence) == _kept)
            return;
        (byte[] state, long sequence, string hash) = _recorder.Look(s => (s.ToCheckpoint(), s.Facts.Sequence, _recorder.LastHash));
        await _recorder.FlushAsync(CancellationToken.None);
        await CheckpointFile.WriteAsync(_engine.Store, _held.Folder.Id, sequence, hash, state, CancellationToken.None);
        _kept = sequence;
    }
}
