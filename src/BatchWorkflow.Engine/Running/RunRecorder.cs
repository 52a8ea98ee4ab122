using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Writes a run's events and folds each into the state. Only the run loop records; anybody may look.</summary>
internal sealed class RunRecorder(RunState state, JournalWriter journal)
{
    private readonly Lock _gate = new();

    /// <summary>The state, for the run loop only.</summary>
    public RunState State => state;

    /// <summary>The hash of the last line that is folded.</summary>
    public string LastHash { get; private set; } = journal.LastHash;

    /// <summary>Called after each event, on the run loop.</summary>
    public event Action<JournalEntry>? Recorded;

    /// <summary>Writes an event, then folds it.</summary>
    public async ValueTask RecordAsync(RunEvent what, Durability durability, CancellationToken cancellationToken)
    {
        JournalEntry entry = await journal.AppendAsync(what, durability, cancellationToken);
        lock (_gate)
        {
            state.Apply(entry);
            LastHash = journal.LastHash;
        }
        Recorded?.Invoke(entry);
    }

    /// <summary>Writes an event; it is flushed with the next group.</summary>
    public ValueTask RecordAsync(RunEvent what, CancellationToken cancellationToken) => RecordAsync(what, Durability.Written, cancellationToken);

    /// <summary>Flushes all events so far.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => journal.FlushAsync(cancellationToken);

    /// <summary>Reads from the state while no event is folded into it.</summary>
    public T Look<T>(Func<RunState, T> look)
    {
        lock (_gate)
            return look(state);
    }
}
