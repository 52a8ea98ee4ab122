using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Runner;

/// <summary>One of several processes that submit, control and list runs of one state at once. Each thing that the engine acknowledged is printed.</summary>
internal sealed class Churn(BatchEngine engine, string workflow)
{
    private const int MostHeld = 2;
    private readonly List<ActiveRun> _held = [];
    private readonly Random _random = new(Environment.ProcessId);

    /// <summary>Does so many things, then lets go of everything.</summary>
    public async Task RunAsync(int acts)
    {
        for (int i = 0; i < acts; i++)
        {
            List<BatchRun> runs = await engine.ListAsync(static run => throw new InvalidOperationException(run.ToString()), CancellationToken.None).ToListAsync();
            await LeaveEndedAsync();
            if (_held.Count < MostHeld && _random.Next(2) == 0)
                await TryAsync(SubmitAsync);
            else if (runs.Count > 0)
                await TryAsync(() => DisturbAsync(runs[_random.Next(Math.Min(runs.Count, 8))].Id));
        }
        foreach (ActiveRun run in _held)
            await TryAsync(run.LetGoAsync);
    }

    private async Task SubmitAsync()
    {
        PlanResult plan = await engine.PlanAsync(new DefinitionInput(workflow), new PlanOptions(), refresh: false, new Dictionary<string, string>(), CancellationToken.None);
        ActiveRun run = await engine.SubmitAsync(plan.Plan!, new RunOptions(), CancellationToken.None);
        _held.Add(run);
        Console.WriteLine($"submitted {run.Id}");
    }

    /// <summary>Goes on with a run, or asks something of it.</summary>
    private async Task DisturbAsync(string id)
    {
        if (_held.Count < MostHeld && _random.Next(3) == 0)
        {
            _held.Add(await engine.ResumeAsync(id, new RunOptions(), CancellationToken.None));
            Console.WriteLine($"resumed {id}");
            return;
        }
        string reason = Guid.NewGuid().ToString("n");
        await engine.ControlAsync(id, _random.Next(3) == 0 ? ControlKind.Stop : ControlKind.Suspend, reason, CancellationToken.None);
        Console.WriteLine($"asked {id} {reason}");
    }

    private async Task LeaveEndedAsync()
    {
        foreach (ActiveRun run in _held.Where(r => r.Completion.IsCompleted).ToList())
        {
            _held.Remove(run);
            await TryAsync(() => run.Completion);
        }
    }

    /// <summary>What another process did first is refused in words; anything else ends this process.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (BatchWorkflowException e) when (e.ErrorId is "Run.NotRunning" or "Run.NotResumable" or LeaseHeldException.ErrorId)
        {
            Console.WriteLine($"refused {e.ErrorId}");
        }
    }
}
