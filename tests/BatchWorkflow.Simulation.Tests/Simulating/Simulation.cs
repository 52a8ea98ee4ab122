using System.Collections.Concurrent;
using System.Globalization;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>
/// One thread that is a whole world: processes whose work is taken from one queue, and a clock that jumps to the next timer when nothing is
/// ready. With a seed the order of the work is drawn by chance, always the same for the same seed; without one the first come is the first served.
/// </summary>
internal sealed class Simulation : IDisposable
{
    /// <summary>When every simulation begins.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 3, 9, 14, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, Simulation> All = new(StringComparer.Ordinal);
    private static int _made;

    private readonly ReadyQueue _ready;
    private readonly Random? _order;
    private readonly PriorityQueue<(SimulatedTimer Timer, long Version), (long Due, long Order)> _timers = new();
    private SimulatedWorld? _world;
    private Exception? _escaped;
    private int _thread;
    private long _armed;

    /// <summary>A simulation; without a seed it serves in order.</summary>
    public Simulation(int? seed = null)
    {
        _order = seed is { } s ? new Random(s) : null;
        Chance = new Random((seed ?? 0) ^ 0x5EED);
        _ready = new ReadyQueue(_order);
        Key = Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);
        All[Key] = this;
        Driver = new SimulatedProcess(this, "driver", "driver");
    }

    /// <summary>Its name among all simulations of this test run.</summary>
    public string Key { get; }

    /// <summary>Chance for everything but the order of work.</summary>
    public Random Chance { get; }

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The process of the test itself; it never dies.</summary>
    public SimulatedProcess Driver { get; }

    /// <summary>The servers, and what runs on them.</summary>
    public SimulatedWorld? World
    {
        get => _world;
        set
        {
            _world = value;
            value?.Enter(this);
        }
    }

    /// <summary>What is kept, beyond the death of processes.</summary>
    public SimulatedStores Stores { get; } = new();

    /// <summary>What happened so far.</summary>
    public Trace Trace { get; } = new();

    /// <summary>All processes that ever were.</summary>
    public List<SimulatedProcess> Processes { get; } = [];

    /// <summary>How many pieces of work there may be before the simulation is given up as endless.</summary>
    public long MostSteps { get; init; } = 3_000_000;

    /// <summary>How often a timer is a little early for the work that is ready; 0 changes the order alone.</summary>
    public double Hurry { get; init; } = 0.01;

    /// <summary>How many pieces of work there were.</summary>
    public long Steps { get; private set; }

    /// <summary>The simulation of a state's folder.</summary>
    public static Simulation At(string statePath) => All[statePath.Split('/')[2]];

    /// <summary>The simulation with a key; null when there is none.</summary>
    public static Simulation? Find(string key) => All.GetValueOrDefault(key);

    /// <summary>Does work on the driver, and all that follows from it, until the work is done.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            Task<T> whole = Driver.RunAsync(work);
            while (!whole.IsCompleted)
                Step();
            return whole.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Does work without a result.</summary>
    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Passes simulated time; what waits goes on outside of any process, as an answer from elsewhere comes.</summary>
    public Task DelayAsync(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
            return Task.CompletedTask;
        TaskCompletionSource over = new();
        _ = Driver.Time.CreateTimer(_ => over.TrySetResult(), null, span, Timeout.InfiniteTimeSpan);
        return over.Task;
    }

    /// <inheritdoc />
    public void Dispose() => All.TryRemove(Key, out _);

    /// <summary>Takes work that is ready.</summary>
    internal void Enqueue(SimulatedProcess process, Task task)
    {
        if (process.IsDead)
            return;
        if (Environment.CurrentManagedThreadId != _thread)
            _escaped ??= new InvalidOperationException($"Work of {process.Name} comes from a thread outside of the simulation:\n{Environment.StackTrace}");
        else
            _ready.Add(process, task);
    }

    /// <summary>Takes a timer that is armed.</summary>
    internal void Arm(SimulatedTimer timer, long version, TimeSpan due) =>
        _timers.Enqueue((timer, version), ((Now + due).Ticks, _order?.NextInt64() ?? _armed++));

    /// <summary>Gives the work of a process back that it could not do while it was paused.</summary>
    internal void EnqueueAll(SimulatedProcess process, IEnumerable<Task> work)
    {
        foreach (Task task in work)
            _ready.Add(process, task);
    }

    private void Step()
    {
        if (_escaped is { } escaped)
            throw escaped;
        if (++Steps > MostSteps)
            throw new InvalidOperationException($"The simulation does not come to an end: {MostSteps} steps in {Now} of its time.");
        bool hurries = _order is not null && Hurry > 0 && _order.NextDouble() < Hurry
            && _timers.TryPeek(out _, out (long Due, long Order) soon) && soon.Due <= (Now + LongestStall).Ticks;
        if (!hurries && _ready.TryTake(out SimulatedProcess? process, out Task? task))
            process.Do(task);
        else if (_timers.TryDequeue(out (SimulatedTimer Timer, long Version) next, out (long Due, long Order) at))
            Fire(next.Timer, next.Version, TimeSpan.FromTicks(at.Due));
        else
            throw new InvalidOperationException($"Nothing can happen any more at {Now}: something waits for what is not part of the simulation.");
    }

    private void Fire(SimulatedTimer timer, long version, TimeSpan at)
    {
        if (!timer.IsDue(version))
            return;
        if (at > Now)
            Now = at;
        timer.Fire();
    }
}
