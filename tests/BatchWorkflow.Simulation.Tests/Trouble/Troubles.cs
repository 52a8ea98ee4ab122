using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>What goes wrong in one simulation, and how often. Everything is drawn from its seed.</summary>
internal sealed class Troubles
{
    private readonly Simulating.Simulation _simulation;
    private readonly double _storeFails, _storeSlow, _linkFails, _linkSlow;

    /// <summary>Draws how often what goes wrong.</summary>
    public Troubles(Simulating.Simulation simulation)
    {
        _simulation = simulation;
        (_storeFails, _storeSlow) = (Rate(0.01), Rate(0.1));
        (_linkFails, _linkSlow) = (Rate(0.08), Rate(0.3));
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

    private Random Chance => _simulation.Chance;

    /// <summary>True as often as that.</summary>
    public bool Happens(double often) => Chance.NextDouble() < often;

    /// <summary>A while, drawn.</summary>
    public TimeSpan While(double mostSeconds) => TimeSpan.FromSeconds(mostSeconds * Chance.NextDouble());

    /// <summary>Kills a process before a piece of its work, when its time has come.</summary>
    public void Work(SimulatedProcess process)
    {
        if (IsOn && Deaths > 0 && Happens(DeathRate))
            Die(process);
    }

    /// <summary>Kills a process.</summary>
    public void Die(SimulatedProcess process)
    {
        Deaths--;
        _simulation.Trace.Note($"{_simulation.Now} {process.Name} dies");
        process.Kill();
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
        if (Happens(_storeSlow))
            await _simulation.DelayAsync(While(Happens(0.02) ? 45 : 0.5)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (isWrite && Deaths > 0 && Happens(DeathRate * 3))
            Die(process);
        if (process.IsDead)
            await Never().ConfigureAwait(false);
        if (Happens(isWrite ? _storeFails : _storeFails / 3))
            throw Unreachable($"{what} did not get there", isWrite);
    }

    /// <summary>What happens on the way back.</summary>
    public async ValueTask AfterStoreAsync(SimulatedProcess process, string what)
    {
        _simulation.Trace.Note($"{_simulation.Now} {process.Name} {what}");
        if (!IsOn)
            return;
        if (Happens(_storeSlow))
            await _simulation.DelayAsync(While(Happens(0.02) ? 45 : 0.5)).ConfigureAwait(false);
        if (Deaths > 0 && Happens(DeathRate * 3))
            Die(process);
        if (Happens(_storeFails))
            throw Unreachable($"the answer to {what} was lost", isWrite: true);
    }

    /// <summary>What happens between an engine and the world.</summary>
    public async Task DisturbAsync(string call)
    {
        if (!IsOn)
            return;
        if (Happens(_linkSlow))
            await _simulation.DelayAsync(While(Happens(0.02) ? 40 : 0.7));
        if (Happens(_linkFails))
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = $"the connection broke at {call}" });
    }

    /// <summary>Ends when the connection breaks on which an engine waits for a script.</summary>
    public Task BreakAsync() => IsOn && Happens(_linkFails) ? _simulation.DelayAsync(While(2)) : Unbroken;

    private double Rate(double most) => Happens(0.5) ? most * Chance.NextDouble() * Chance.NextDouble() : 0;

    private static readonly Task Unbroken = new TaskCompletionSource().Task;

    private static Task Never() => new TaskCompletionSource().Task;

    private static BatchWorkflowException Unreachable(string why, bool isWrite) =>
        new(isWrite ? "State.Unwritable" : "State.Unreadable", $"The simulated store cannot be reached: {why}.");
}
