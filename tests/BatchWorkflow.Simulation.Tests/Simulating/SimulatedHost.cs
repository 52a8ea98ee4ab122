using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>An engine in a process of its own. What it is asked runs in that process, and never comes back when the process dies.</summary>
internal sealed class SimulatedHost
{
    private readonly Simulation _simulation;

    /// <summary>Starts an engine.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="name">The process's name, unique in the simulation.</param>
    /// <param name="host">The host's name.</param>
    /// <param name="boundary">Called before (false) and after (true) each event is written, or null.</param>
    /// <param name="pace">How often the engine looks at what it is not told, or null for as often as always.</param>
    public SimulatedHost(
        Simulation simulation, string name = "engine-1", string host = "host-1", Action<JournalEntry, bool>? boundary = null, TimeSpan? pace = null)
    {
        _simulation = simulation;
        Process = new SimulatedProcess(simulation, name, host);
        Processes = new SimulatedProcesses(simulation, Process);
        EngineOptions options = new()
        {
            StatePath = SimulatedStoreFactory.Place(simulation, Process),
            Plugins = [typeof(SimulatedHost).Assembly],
            Origin = new RunOrigin { User = name, Host = host },
            Time = Process.Time,
            Scheduler = Process.Scheduler,
            Processes = Processes,
            Random = new Random(simulation.Chance.Next()),
            KeepsLogs = false,
            JournalBoundary = boundary,
        };
        Engine = new BatchEngine(pace is { } tick ? options with { Tick = tick, SummaryInterval = tick * 5 } : options);
    }

    /// <summary>The process.</summary>
    public SimulatedProcess Process { get; }

    /// <summary>What the process sees of others.</summary>
    public SimulatedProcesses Processes { get; }

    /// <summary>The engine. Ask it through <see cref="AskAsync{T}"/> only.</summary>
    public BatchEngine Engine { get; }

    /// <summary>Asks the engine for something, in its process.</summary>
    public Task<T> AskAsync<T>(Func<BatchEngine, Task<T>> what) => Process.RunAsync(() => what(Engine));

    /// <summary>Plans.</summary>
    public Task<PlanResult> PlanAsync(PlanSource source, PlanOptions? options = null, bool refresh = false) =>
        AskAsync(engine => engine.PlanAsync(source, options ?? new PlanOptions(), refresh, CancellationToken.None));

    /// <summary>Submits a plan and works on it to its end.</summary>
    public Task<BatchRun> SubmitAsync(Plan plan, RunOptions? options = null) =>
        CompleteAsync(engine => engine.SubmitAsync(plan, options ?? new RunOptions(), CancellationToken.None));

    /// <summary>Resumes a run and works on it to its end.</summary>
    public Task<BatchRun> ResumeAsync(string id) => CompleteAsync(engine => engine.ResumeAsync(id, new RunOptions(), CancellationToken.None));

    /// <summary>Resumes a run by other definitions and works on it to its end.</summary>
    public Task<BatchRun> ResumeAsync(string id, PlanSource today) => CompleteAsync(async engine =>
    {
        CurrentFiles current = await engine.CompareAsync(id, today, restart: null, CancellationToken.None);
        return await engine.ResumeAsync(id, new RunOptions { Current = current }, CancellationToken.None);
    });

    /// <summary>Rolls a run back to its end.</summary>
    public Task<BatchRun> RollBackAsync(string id, RollbackOptions? options = null) =>
        CompleteAsync(engine => engine.RollbackAsync(id, options ?? new RollbackOptions(), new RunOptions(), CancellationToken.None));

    /// <summary>Begins something in the engine's process and works on it to its end.</summary>
    public Task<BatchRun> CompleteAsync(Func<BatchEngine, Task<ActiveRun>> begin) => AskAsync(async engine =>
    {
        await using ActiveRun run = await begin(engine);
        return await run.Completion;
    });

    /// <summary>Plans and submits in a simulation of its own turn; the plan's problems are an error.</summary>
    public BatchRun Run(PlanSource source, PlanOptions? options = null) => _simulation.Run(async () =>
    {
        PlanResult planned = await PlanAsync(source, options);
        return planned.Plan is { } plan
            ? await SubmitAsync(plan)
            : throw new InvalidOperationException($"It cannot be planned: {string.Join("; ", planned.Problems)}");
    });
}
