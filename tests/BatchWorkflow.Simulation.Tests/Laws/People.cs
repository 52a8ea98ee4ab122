using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>The people of an input: at a desk of their own they answer gates, and ask of a run what the input says, each at its time.</summary>
internal sealed class People(Case made, Simulating.Simulation simulation)
{
    private static readonly TimeSpan Thought = TimeSpan.FromSeconds(3), Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<SimulatedHost> _desk = new(() => new SimulatedHost(simulation, "desk", "host-9"));
    private readonly List<Task> _busy = [];
    private ActiveRun? _run;
    private bool _isOver;

    /// <summary>Begins to look after a run, which asks for what the input says that people do with it.</summary>
    public void Begin(SimulatedHost host, ActiveRun run, bool isFirst)
    {
        bool isNew = _run?.Id != run.Id;
        (_run, _isOver) = (run, false);
        if (isNew && isFirst)
            _busy.AddRange(made.Requests.Select(r => AskAsync(host, r)));
    }

    /// <summary>Hears of each event; a gate that opens is answered a little later.</summary>
    public void Hear(JournalEntry entry, bool isWritten)
    {
        if (isWritten && entry.Event is GateOpened gate && made.Operation(gate.Step.Split('/')[0])?.Gate?.Answer is { } answer)
            _busy.Add(AnswerAsync(gate.Step, answer));
    }

    /// <summary>The run is over: waits for everybody who still wants something of it.</summary>
    public async Task EndAsync()
    {
        _isOver = true;
        while (_busy.Count > 0)
        {
            Task[] now = [.. _busy];
            _busy.Clear();
            await Task.WhenAll(now);
        }
    }

    private async Task AnswerAsync(string gate, bool answer)
    {
        await simulation.DelayAsync(Thought);
        while (!_isOver && !await TryAsync(e => answer
            ? e.ApproveAsync(_run!.Id, gate, new Dictionary<string, string>(), reason: null, CancellationToken.None)
            : e.DenyAsync(_run!.Id, gate, reason: null, CancellationToken.None)))
            await simulation.DelayAsync(Patience);
    }

    private async Task AskAsync(SimulatedHost host, RequestCase request)
    {
        await simulation.DelayAsync(request.At);
        if (_isOver)
            return;
        switch (request.Act)
        {
            case PersonAct.LetGo:
                await host.AskAsync(async _ =>
                {
                    await _run!.LetGoAsync();
                    return true;
                });
                break;
            case PersonAct.Skip:
                await TryAsync(e => e.SkipAsync(_run!.Id, request.Operation!, "not today", CancellationToken.None));
                break;
            default:
                await TryAsync(e => e.ControlAsync(_run!.Id, request.Act == PersonAct.Stop ? ControlKind.Stop : ControlKind.Suspend, reason: null, CancellationToken.None));
                break;
        }
    }

    /// <summary>Asks the run; false when it refuses because that is no longer, or not now, to be asked of it.</summary>
    private async Task<bool> TryAsync(Func<Engine.BatchEngine, Task<BatchRun>> what)
    {
        try
        {
            await _desk.Value.AskAsync(what);
            return true;
        }
        catch (BatchWorkflowException e) when (e.ErrorId.Split('.')[0] is "Step" or "Gate" || e.ErrorId is "Run.NotRunning" or "Run.RolledBack")
        {
            return e.ErrorId.StartsWith("Gate", StringComparison.Ordinal);
        }
    }
}
