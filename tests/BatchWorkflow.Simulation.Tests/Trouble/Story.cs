using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>
/// What one seed tells: workflows that engines on one or two machines work on, what goes wrong meanwhile, and what people ask. At its end
/// everything is healed and the runs are gone on with until they are over.
/// </summary>
internal sealed class Story : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly Machines _machines;
    private readonly People _people;
    private readonly List<Errand> _errands;

    /// <summary>The story of a seed.</summary>
    public Story(int seed, bool keepsLines = false)
    {
        Simulation = new Simulating.Simulation(seed) { MostSteps = 500_000 };
        if (keepsLines)
            Simulation.Trace.Lines = [];
        Troubles = new Troubles(Simulation);
        Scene = new Scene(Simulation);
        Simulation.World = Scene.World;
        Scene.World.Disturbance = Troubles;
        Found = Scene.World.Snapshot();
        Disk = new SimulatedDisk(Simulation.Chance);
        _machines = new Machines(Simulation, Troubles, Disk);
        Troubles.HoldsItsRun = _machines.HoldsItsRun;
        _errands = [.. (Troubles.Happens(0.2, "second run") ? new[] { "first", "second" } : ["first"]).Select(name => new Errand(this, _machines, name))];
        _people = new People(this, _machines, _errands);
    }

    public Simulating.Simulation Simulation { get; }
    public Troubles Troubles { get; }
    public Scene Scene { get; }
    public SimulatedDisk Disk { get; }

    /// <summary>The world as it was found.</summary>
    public IReadOnlyDictionary<string, string> Found { get; }

    /// <summary>True when no other run changes the world.</summary>
    public bool IsAlone => _errands.Count == 1;

    /// <summary>True when nothing more is asked.</summary>
    public bool PeopleAreDone => _people.AreDone;

    /// <summary>True when all runs are over.</summary>
    public bool IsOver => _errands.TrueForAll(e => e.IsOver);

    /// <summary>How it ended, for the count.</summary>
    public string Ended { get; private set; } = "broken";

    /// <summary>What broke a law.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Tells it, and holds it to the laws.</summary>
    public void Tell() => Simulation.Run(async () =>
    {
        await Laws.Generating.CaseWorld.RecordAsync(Scene.Made, Scene.World, new TroubledStore(Disk, new Troubles(Simulation) { IsOn = false }, Simulation.Driver));
        Disk.Flush();
        List<Task> all = [.. _errands.Select(e => e.WorkAsync()), _people.AskAsync(), _people.AnswerAsync(), _machines.SufferAsync()];
        if (Troubles.Happens(0.4, "two who work on one run"))
            all.Add(_errands[0].WorkAsync());
        await Simulation.DelayAsync(Troubles.Lasts);
        Troubles.IsOn = false;
        Scene.Heal();
        Simulation.Trace.Note($"{Simulation.Now} healed");
        Task whole = Task.WhenAll(all);
        if (await Task.WhenAny(whole, Simulation.DelayAsync(Patience)) != whole)
            Broken.Add($"the runs are not over {Patience} after all was healed: {await DescribeAsync()}");
        else
            await CheckAsync(whole);
        Broken.AddRange(Troubles.Broken);
        Broken.AddRange(Disk.Broken);
    });

    /// <summary>All that it tells: its input, what happened, and the journals.</summary>
    public IEnumerable<string> Lines() => [Laws.Generating.CaseFiles.Show(Scene.Made), .. Simulation.Trace.Lines ?? [], .. Disk.Journals()];

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
            Troubles.Count($"refused with {e.ErrorId}");
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

    private async Task CheckAsync(Task whole)
    {
        await whole;
        SimulatedHost healed = _machines.Healed();
        List<string> ends = [];
        foreach (Errand errand in _errands)
        {
            if (errand.Id is not null)
            {
                BatchRun end = await healed.AskAsync(e => e.GetAsync(errand.Id, CancellationToken.None));
                await new StoryLaws(this, errand, healed).CheckAsync(end);
                ends.Add($"{end.Status}");
            }
            else
            {
                ends.Add(errand.IsRefused ? "refused" : "never submitted");
            }
        }
        Ended = string.Join(" and ", ends);
    }

    private async Task<string> DescribeAsync()
    {
        List<string> all = [];
        foreach (Errand errand in _errands)
        {
            if (errand.Id is null)
            {
                all.Add("it was never submitted");
                continue;
            }
            Task<BatchRun> asking = _machines.Healed().AskAsync(e => e.GetAsync(errand.Id, CancellationToken.None));
            all.Add(await Task.WhenAny(asking, Simulation.DelayAsync(Patience)) == asking
                ? $"{(await asking).Status} ({(await asking).Reason}), {string.Join(", ", (await asking).StepList.Select(s => $"{s.Id} {s.Status} {s.WaitingFor} {s.Failure?.Message}"))}"
                : "nobody can tell");
        }
        return string.Join("; ", all);
    }
}
