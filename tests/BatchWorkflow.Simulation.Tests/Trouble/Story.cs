using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>
/// What one seed tells: a workflow that engines on one or two machines work on, what goes wrong meanwhile, and what people ask. At its end
/// everything is healed and the run is gone on with until it is over.
/// </summary>
internal sealed class Story : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly SimulatedDisk _disk;
    private readonly Machines _machines;
    private readonly People _people;
    private int _triesWhenHealed;

    /// <summary>The story of a seed.</summary>
    public Story(int seed, bool keepsLines = false)
    {
        Seed = seed;
        Simulation = new Simulating.Simulation(seed) { MostSteps = 500_000 };
        if (keepsLines)
            Simulation.Trace.Lines = [];
        Troubles = new Troubles(Simulation);
        World = new SmallWorld(Simulation) { Disturb = Troubles.DisturbAsync, Break = Troubles.BreakAsync };
        Simulation.World = World;
        Site = new Site(World, Simulation.Chance);
        Found = World.Describe();
        _disk = new SimulatedDisk(Simulation.Chance);
        _machines = new Machines(Simulation, Troubles, _disk);
        _people = new People(this, _machines);
    }

    public int Seed { get; }
    public Simulating.Simulation Simulation { get; }
    public Troubles Troubles { get; }
    public SmallWorld World { get; }
    public Site Site { get; }
    public SimulatedDisk Disk => _disk;

    /// <summary>The world as the run found it.</summary>
    public string Found { get; }

    /// <summary>The run, once it is known.</summary>
    public string? Id { get; set; }

    /// <summary>True when the run is over for good.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What was told to people and must stay true.</summary>
    public List<RunStatus> Told { get; } = [];

    /// <summary>The reasons of the requests that were acknowledged.</summary>
    public List<(ControlAsked Asked, string Reason)> Acknowledged { get; } = [];

    /// <summary>What broke a law.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>The run at the end.</summary>
    public BatchRun? End { get; private set; }

    /// <summary>Tells it, and holds it to the laws.</summary>
    public void Tell() => Simulation.Run(async () =>
    {
        List<Task> all = [WorkAsync(), _people.AskAsync(), _people.AnswerAsync(), _machines.SufferAsync()];
        if (Troubles.Happens(0.4))
            all.Add(WorkAsync());
        await Simulation.DelayAsync(Troubles.Lasts);
        Troubles.IsOn = false;
        Simulation.Trace.Note($"{Simulation.Now} healed");
        Task whole = Task.WhenAll(all);
        if (await Task.WhenAny(whole, Simulation.DelayAsync(Patience)) != whole)
            Broken.Add($"the run is not over {Patience} after all was healed: {await DescribeAsync()}");
        else
            await whole;
        IsOver = true;
        if (Id is not null)
        {
            End = await _machines.Healed().AskAsync(e => e.GetAsync(Id, CancellationToken.None));
            await new StoryLaws(this, _machines.Healed()).CheckAsync(End);
        }
        Broken.AddRange(World.Broken);
    });

    /// <inheritdoc />
    public void Dispose() => Simulation.Dispose();

    /// <summary>Asks an engine; null when it died, or when it refused.</summary>
    public async Task<T?> TryAsync<T>(SimulatedHost host, string what, Func<SimulatedHost, Task<T>> ask)
        where T : class
    {
        Task<T> asked = ask(host);
        await Task.WhenAny(asked, host.Process.Died);
        if (!asked.IsCompleted || host.Process.IsDead)
            return null;
        try
        {
            return await asked;
        }
        catch (BatchWorkflowException e)
        {
            Simulation.Trace.Note($"{Simulation.Now} {host.Process.Name} {what}: {e.ErrorId} {e.Message}");
            return null;
        }
#pragma warning disable CA1031 // What is thrown beside refusals is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Broken.Add($"{what} threw {e}");
            return null;
        }
    }

    private async Task WorkAsync()
    {
        while (!IsOver)
        {
            await Simulation.DelayAsync(Troubles.While(3));
            SimulatedHost host = _machines.Any();
            if (Id is null)
                await SubmitAsync(host);
            else if (await TryAsync(host, "get", h => h.AskAsync(e => e.GetAsync(Id, CancellationToken.None))) is { } run)
                await GoOnAsync(host, run);
        }
    }

    private async Task SubmitAsync(SimulatedHost host)
    {
        if (await TryAsync(host, "plan", h => h.PlanAsync(Site.Source)) is not { } planned)
            return;
        if (planned.Plan is not { } plan)
        {
            Broken.Add($"it cannot be planned: {string.Join("; ", planned.Problems)}");
            IsOver = true;
            return;
        }
        Hear(await TryAsync(host, "submit", h => h.CompleteAsync(async engine =>
        {
            ActiveRun run = await engine.SubmitAsync(plan, new RunOptions { IdempotencyKey = "once" }, CancellationToken.None);
            if (Id is not null && Id != run.Id)
                Broken.Add($"two runs under one key: {Id} and {run.Id}");
            Id = run.Id;
            return run;
        })));
    }

    private async Task GoOnAsync(SimulatedHost host, BatchRun run)
    {
        bool isHealed = !Troubles.IsOn;
        switch (run.Status)
        {
            case RunStatus.Succeeded or RunStatus.RolledBack:
            case RunStatus.Failed or RunStatus.RollbackFailed when _triesWhenHealed > 12:
                IsOver = isHealed && _people.AreDone;
                break;
            case RunStatus.RollbackFailed:
                _triesWhenHealed += isHealed ? 1 : 0;
                Hear(await TryAsync(host, "rollback", h => h.RollBackAsync(run.Id)));
                break;
            case RunStatus.Failed or RunStatus.Suspended or RunStatus.Stopped or RunStatus.Interrupted:
                _triesWhenHealed += isHealed && run.Status == RunStatus.Failed ? 1 : 0;
                Hear(await TryAsync(host, "resume", h => h.ResumeAsync(run.Id)));
                break;
        }
    }

    private void Hear(BatchRun? run)
    {
        if (run is null)
            return;
        Simulation.Trace.Note($"{Simulation.Now} told {run.Status} {run.Reason}");
        if (run.Done)
            Told.Add(run.Status);
    }

    private async Task<string> DescribeAsync()
    {
        if (Id is null)
            return "it was never submitted";
        Task<BatchRun> asking = _machines.Healed().AskAsync(e => e.GetAsync(Id, CancellationToken.None));
        return await Task.WhenAny(asking, Simulation.DelayAsync(Patience)) == asking
            ? $"{(await asking).Status}, {string.Join(", ", (await asking).StepList.Select(s => $"{s.Id} {s.Status} {s.WaitingFor}"))}"
            : "nobody can tell";
    }
}
