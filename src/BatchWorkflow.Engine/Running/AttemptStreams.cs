using System.Globalization;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Removes what the scripts of an attempt wrote, once the attempt's end is safe in the journal: the lines are in the log, masked, and
/// these are not. The marks beside them, from which an attempt in flight is taken up, stay.
/// </summary>
internal sealed class AttemptStreams(string attempts, Action<string> warn)
{
    private static readonly string[] Names = ["stdout", "stderr"];
    private readonly Lock _gate = new();
    private List<(string Step, int Attempt)> _ended = [];

    /// <summary>Notes what an engine that died before it came to it has left.</summary>
    public void Note(RunState state)
    {
        lock (_gate)
            foreach (PlanStep step in state.Plan.Steps)
                for (int attempt = 1; attempt <= state[step.Id].Attempts; attempt++)
                    if (attempt < state[step.Id].Attempts || !state[step.Id].InFlight)
                        _ended.Add((step.Id, attempt));
    }

    /// <summary>Notes the end of an attempt.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry.Event is not AttemptEnded ended)
            return;
        lock (_gate)
            _ended.Add((ended.Step, ended.Attempt));
    }

    /// <summary>Removes the streams of the attempts that were noted, when their ends are on the disk.</summary>
    public async Task ClearAsync(RunRecorder recorder)
    {
        List<(string Step, int Attempt)> ended;
        lock (_gate)
            (ended, _ended) = (_ended, []);
        if (ended.Count == 0)
            return;
        await recorder.FlushAsync(CancellationToken.None);
        foreach ((string step, int attempt) in ended)
            Clear(Path.Combine(attempts, ScriptInputs.FolderOf(step), attempt.ToString(CultureInfo.InvariantCulture)));
    }

    private void Clear(string attempt)
    {
        if (!Directory.Exists(attempt))
            return;
        try
        {
            foreach (string script in Directory.EnumerateDirectories(attempt))
                foreach (string name in Names)
                    File.Delete(Path.Combine(script, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"What the scripts in '{attempt}' wrote could not be removed: {e.Message}");
        }
    }
}
