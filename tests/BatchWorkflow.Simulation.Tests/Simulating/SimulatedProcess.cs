using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>A process of a simulation: it can be killed at any await, after which nothing of it ever runs again, and it can be paused.</summary>
internal sealed class SimulatedProcess
{
    private readonly Simulation _simulation;
    private readonly SimulatedScheduler _scheduler;
    private readonly TaskCompletionSource _died = new();
    private readonly List<Task> _held = [];

    /// <summary>A process on a host.</summary>
    public SimulatedProcess(Simulation simulation, string name, string host)
    {
        (_simulation, Name, Host) = (simulation, name, host);
        _scheduler = new SimulatedScheduler(simulation, this);
        Time = new SimulatedTime(simulation, this);
        Identity = new ProcessIdentity { Host = host, Machine = simulation.Key, Boot = "1", Space = "1", Id = simulation.Processes.Count + 1, Started = name };
        simulation.Processes.Add(this);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The host that it runs on: processes of one host see whether each other lives.</summary>
    public string Host { get; }

    /// <summary>Its clock.</summary>
    public SimulatedTime Time { get; }

    /// <summary>Where its work runs.</summary>
    public TaskScheduler Scheduler => _scheduler;

    /// <summary>Who it is.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>True when it was killed.</summary>
    public bool IsDead { get; private set; }

    /// <summary>True when it was ever paused.</summary>
    public bool WasPaused { get; private set; }

    /// <summary>Ends when it is killed.</summary>
    public Task Died => _died.Task;

    /// <summary>When its pause ends, or null.</summary>
    public TimeSpan? PausedUntil { get; private set; }

    /// <summary>Called before each piece of its work; a test may kill it there.</summary>
    public Action? Working { get; set; }

    /// <summary>Does work in this process; never comes back when the process dies.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        if (IsDead)
            return;
        IsDead = true;
        _held.Clear();
        _died.TrySetResult();
    }

    /// <summary>Stops it for a while, as a debugger, a laptop's lid or a hypervisor does.</summary>
    public void Pause(TimeSpan span)
    {
        if (IsDead || PausedUntil is not null)
            return;
        WasPaused = true;
        PausedUntil = _simulation.Now + span;
        _ = _simulation.Driver.Time.CreateTimer(_ => GoOn(), null, span, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does one piece of its work, unless it is dead or paused.</summary>
    internal void Do(Task task)
    {
        if (PausedUntil is null && !IsDead)
            Working?.Invoke();
        if (IsDead)
            return;
        if (PausedUntil is not null)
            _held.Add(task);
        else
            _scheduler.Do(task);
    }

    private void GoOn()
    {
        PausedUntil = null;
        _simulation.EnqueueAll(this, _held);
        _held.Clear();
    }
}
