using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>One run that people want: submitted by one or two of them, and gone on with from any machine until it is over.</summary>
internal sealed class Errand(Story story, Machines machines, string name)
{
    private const int MostTries = 12;
    private readonly Troubles _troubles = story.Troubles;
    private int _triesWhenHealed;

    /// <summary>The run, once it is known.</summary>
    public string? Id { get; private set; }

    /// <summary>True when the run is over for good.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True when the workflow cannot be planned in the world that it finds.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>What was told to people and must stay true.</summary>
    public List<RunStatus> Told { get; } = [];

    /// <summary>The reasons of the requests that were acknowledged.</summary>
    public List<(ControlAsked Asked, string Reason)> Acknowledged { get; } = [];

    /// <summary>Works on it until it is over.</summary>
    public async Task WorkAsync()
    {
        while (!IsOver)
        {
            await story.Simulation.DelayAsync(_troubles.While(3));
            SimulatedHost host = machines.Any();
            if (Id is null)
                await SubmitAsync(host);
            else if (await story.TryAsync(host, "get", h => h.AskAsync(e => e.GetAsync(Id, CancellationToken.None))) is { } run)
                await GoOnAsync(host, run);
        }
    }

    /// <summary>Notes that a request was acknowledged.</summary>
    public void Acknowledge(ControlAsked asked, string reason) => Acknowledged.Add((asked, reason));

    private async Task SubmitAsync(SimulatedHost host)
    {
        PlanSource source = story.Scene.Source with { Workflow = story.Scene.Source.Workflow with { Name = name } };
        if (await story.TryAsync(host, "plan", h => h.PlanAsync(source, story.Scene.Options, story.Scene.Made.Refresh)) is not { } planned)
            return;
        if (planned.Plan is not { } plan)
        {
            IsOver = IsRefused = Id is null;
            if (story.Scene.IsSmall && IsRefused && story.IsAlone)
                story.Broken.Add($"it cannot be planned: {string.Join("; ", planned.Problems)}");
            return;
        }
        Hear(await story.TryAsync(host, "submit", h => h.AskAsync(engine => CompleteAsync(host, engine.SubmitAsync(plan, Options() with { IdempotencyKey = name }, CancellationToken.None)))));
    }

    private async Task GoOnAsync(SimulatedHost host, BatchRun run)
    {
        bool isHealed = !_troubles.IsOn;
        switch (run.Status)
        {
            case RunStatus.RolledBack when !isHealed && _troubles.Happens(0.1, "restart of a run that was rolled back"):
                Hear(await RestartAsync(host, run));
                break;
            case RunStatus.Succeeded or RunStatus.RolledBack:
            case RunStatus.Failed or RunStatus.RollbackFailed when _triesWhenHealed > MostTries:
                IsOver = isHealed && story.PeopleAreDone;
                break;
            case RunStatus.RollbackFailed:
                _triesWhenHealed += isHealed ? 1 : 0;
                Hear(await story.TryAsync(host, "rollback", h => h.AskAsync(e => CompleteAsync(h, e.RollbackAsync(run.Id, new RollbackOptions(), Options(), CancellationToken.None)))));
                break;
            case RunStatus.Failed when _troubles.Happens(0.3, "restart") || (isHealed && run.StepList.Any(s => s.Status is StepStatus.Reverted or StepStatus.RevertFailed)):
                _triesWhenHealed += isHealed ? 1 : 0;
                Hear(await RestartAsync(host, run));
                break;
            case RunStatus.Failed or RunStatus.Suspended or RunStatus.Stopped or RunStatus.Interrupted:
                _triesWhenHealed += isHealed && run.Status == RunStatus.Failed ? 1 : 0;
                Hear(await story.TryAsync(host, "resume", h => h.AskAsync(e => CompleteAsync(h, e.ResumeAsync(run.Id, Options(), CancellationToken.None)))));
                break;
        }
    }

    private Task<BatchRun?> RestartAsync(SimulatedHost host, BatchRun run) => story.TryAsync(host, "restart", h => h.AskAsync(e =>
        CompleteAsync(h, e.RestartAsync(run.Id, new RestartOptions { FailedOnly = _troubles.IsOn && _troubles.Happens(0.3) }, Options(), CancellationToken.None))));

    private RunOptions Options() => new() { NoWait = _troubles.IsOn && _troubles.Happens(0.2, "NoWait") };

    /// <summary>Works on a run in the foreground, where a person may press Ctrl+C once or twice.</summary>
    private async Task<BatchRun> CompleteAsync(SimulatedHost host, Task<ActiveRun> begun)
    {
        await using ActiveRun run = await begun;
        if (Id is not null && Id != run.Id)
            story.Broken.Add($"two runs under the key {name}: {Id} and {run.Id}");
        Id = run.Id;
        if (_troubles.IsOn && _troubles.Happens(0.1))
            _ = host.Process.RunAsync(() => PressAsync(run));
        return await run.Completion;
    }

    private async Task<bool> PressAsync(ActiveRun run)
    {
        await story.Simulation.DelayAsync(_troubles.While(8));
        if (run.Completion.IsCompleted)
            return false;
        _troubles.Count("Ctrl+C");
        run.Stop("Ctrl+C");
        await story.Simulation.DelayAsync(_troubles.While(3));
        if (run.Completion.IsCompleted || !_troubles.Happens(0.5, "Ctrl+C twice"))
            return false;
        await run.LetGoAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private void Hear(BatchRun? run)
    {
        if (run is null)
            return;
        story.Simulation.Trace.Note($"{story.Simulation.Now} {name} told {run.Status} {run.Reason}");
        if (run.Done)
            Told.Add(run.Status);
    }
}
