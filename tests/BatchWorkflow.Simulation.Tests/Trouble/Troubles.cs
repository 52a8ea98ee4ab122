using BatchWorkflow.Simulation.Tests.Found;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>What goes wrong in one simulation, and how often. Everything is drawn from its seed, and counted.</summary>
internal sealed class Troubles : Disturbance
{
    private static readonly Task Unbroken = new TaskCompletionSource().Task;
    private readonly Simulating.Simulation _simulation;
    private readonly double _storeFails, _storeSlow, _storeConflicts, _linkFails, _linkSlow, _exitLost;

    /// <summary>Draws how often what goes wrong.</summary>
    public Troubles(Simulating.Simulation simulation)
    {
        _simulation = simulation;
        (_storeFails, _storeSlow, _storeConflicts) = (Rate(0.01), Rate(0.1), Rate(0.03));
        (_linkFails, _linkSlow, _exitLost) = (Rate(0.08), Rate(0.3), Rate(0.15));
        Deaths = Happens(0.7) ? Chance.Next(1, 5) : 0;
        Pauses = Happens(0.3) ? Chance.Next(1, 3) : 0;
        Outages = Happens(0.2) ? Chance.Next(1, 3) : 0;
        ClocksDiffer = Happens(0.3);
        Lasts = TimeSpan.FromSeconds(Chance.Next(5, 60));
    }

    /// <summary>True until everything is healed.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How long it goes on.</summary>
    public TimeSpan Lasts { get; }

    /// <summary>How many processes may still die.</summary>
    public int Deaths { get; private set; }

    /// <summary>How many processes are paused.</summary>
    public int Pauses { get; }

    /// <summary>How often the store's machine loses power.</summary>
    public int Outages { get; }

    /// <summary>True when the hosts' clocks are not the same.</summary>
    public bool ClocksDiffer { get; }

    /// <summary>How often a process dies at a piece of its work.</summary>
    public double DeathRate { get; } = 0.004;

    /// <summary>How often each happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>What broke a law as it happened.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Which run a living process holds for certain, by the process's place; looked up as a script begins.</summary>
    public Func<TraceEntry, bool> HoldsItsRun { get; set; } = _ => false;

    private Random Chance => _simulation.Chance;

    /// <summary>True as often as that.</summary>
    public bool Happens(double often) => Chance.NextDouble() < often;

    /// <summary>True as often as that, and counted.</summary>
    public bool Happens(double often, string what)
    {
        if (!Happens(often))
            return false;
        Count(what);
        return true;
    }

    /// <summary>Counts what happened.</summary>
    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    /// <summary>A while, drawn.</summary>
    public TimeSpan While(double mostSeconds) => TimeSpan.FromSeconds(mostSeconds * Chance.NextDouble());

    /// <summary>Kills a process before a piece of its work, when its time has come.</summary>
    public void Work(SimulatedProcess process)
    {
        if (IsOn && Deaths > 0 && Happens(DeathRate))
            Die(process, "death at work");
    }

    /// <summary>What happens on the way to the store.</summary>
    public async ValueTask BeforeStoreAsync(SimulatedProcess process, string what, bool isWrite, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!isWrite)
            _simulation.Trace.Lines?.Add($"{_simulation.Now} {process.Name} {what}");
        if (process.IsDead)
            await Never().ConfigureAwait(false);
        if (!IsOn)
            return;
        if (Happens(_storeSlow, "store slow"))
            await _simulation.DelayAsync(While(Happens(0.02, "store slow past the lease") ? 45 : 0.5)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (isWrite && Deaths > 0 && Happens(DeathRate * 3))
            Die(process, "death without the last write");
        if (process.IsDead)
            await Never().ConfigureAwait(false);
        if (Happens(isWrite ? _storeFails : _storeFails / 3, isWrite ? "write lost" : "read lost"))
            throw Unreachable($"{what} did not get there", isWrite);
    }

    /// <summary>True when somebody else writes just now what a process is about to write over.</summary>
    public bool Conflicts() => IsOn && Happens(_storeConflicts, "conflict");

    /// <summary>What happens on the way back.</summary>
    public async ValueTask AfterStoreAsync(SimulatedProcess process, string what)
    {
        _simulation.Trace.Note($"{_simulation.Now} {process.Name} {what}");
        if (!IsOn)
            return;
        if (Happens(_storeSlow, "store slow"))
            await _simulation.DelayAsync(While(Happens(0.02, "store slow past the lease") ? 45 : 0.5)).ConfigureAwait(false);
        if (Deaths > 0 && Happens(DeathRate * 3))
            Die(process, "death with the last write");
        if (Happens(_storeFails, "answer of a write lost"))
            throw Unreachable($"the answer to {what} was lost", isWrite: true);
    }

    /// <inheritdoc />
    public override async Task PassAsync(string call)
    {
        if (!IsOn)
            return;
        if (Happens(_linkSlow, "link slow"))
            await _simulation.DelayAsync(While(Happens(0.02) ? 40 : 0.7));
        if (Happens(_linkFails, call.EndsWith('>') ? "call lost" : "answer of a call lost"))
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = $"the connection broke at {call}" });
    }

    /// <inheritdoc />
    public override Task BreakAsync() => IsOn && Happens(_linkFails, "connection broke at a script") ? _simulation.DelayAsync(While(2)) : Unbroken;

    /// <inheritdoc />
    public override bool? EndsUnseen(TraceEntry script) => IsOn && Happens(_exitLost, "script without exit status") ? Happens(0.5) : null;

    /// <inheritdoc />
    public override void Watch(TraceEntry script, IEnumerable<TraceEntry> before)
    {
        List<TraceEntry> known = [.. before];
        Broken.AddRange(Overlaps.At(script, known));
        foreach (TraceEntry other in known.Where(o => o.Ended == 0 && o.Run != script.Run && o.Acts && script.Acts && HoldsItsRun(o)))
            Broken.Add($"{script.Call} of run {script.Run} starts while {other.Call} of run {other.Run}, which has the server, still runs");
    }

    private void Die(SimulatedProcess process, string how)
    {
        Deaths--;
        Count(how);
        _simulation.Trace.Note($"{_simulation.Now} {process.Name} dies");
        process.Kill();
    }

    private double Rate(double most) => Happens(0.5) ? most * Chance.NextDouble() * Chance.NextDouble() : 0;

    private static Task Never() => new TaskCompletionSource().Task;

    private static BatchWorkflowException Unreachable(string why, bool isWrite) =>
        new(isWrite ? "State.Unwritable" : "State.Unreadable", $"The simulated store cannot be reached: {why}.");
}
