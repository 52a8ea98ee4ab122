using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>One or two machines with an engine each; where one died, the next is started when it is needed.</summary>
internal sealed class Machines
{
    private readonly Simulating.Simulation _simulation;
    private readonly Troubles _troubles;
    private readonly SimulatedDisk _disk;
    private readonly string[] _names;
    private readonly TimeSpan[] _ahead;
    private readonly SimulatedHost?[] _hosts = new SimulatedHost?[2];
    private int _started;

    /// <summary>Draws them.</summary>
    public Machines(Simulating.Simulation simulation, Troubles troubles, SimulatedDisk disk)
    {
        (_simulation, _troubles, _disk) = (simulation, troubles, disk);
        _names = troubles.Happens(0.5) ? ["one", "one"] : ["one", "two"];
        _ahead = [.. _names.Select(_ => troubles.ClocksDiffer ? troubles.While(7200) - TimeSpan.FromHours(1) : TimeSpan.Zero)];
        simulation.Stores.Open = name => new TroubledStore(disk, troubles, simulation.Processes.First(p => p.Name == name));
    }

    /// <summary>A living engine, drawn.</summary>
    public SimulatedHost Any() => At(_simulation.Chance.Next(_hosts.Length));

    /// <summary>The engine that looks at everything at the end.</summary>
    public SimulatedHost Healed() => At(0);

    /// <summary>Pauses processes, sets clocks and loses power while troubles last.</summary>
    public async Task SufferAsync()
    {
        List<Func<Task>> all = [];
        for (int i = 0; i < _troubles.Pauses; i++)
            all.Add(PauseAsync);
        for (int i = 0; i < _troubles.Outages; i++)
            all.Add(LosePowerAsync);
        if (_troubles.ClocksDiffer)
            all.Add(SetClockAsync);
        await Task.WhenAll(all.Select(suffer => suffer()));
    }

    /// <summary>True for a script whose run is held, past all doubt, by the process that started it.</summary>
    public bool HoldsItsRun(TraceEntry script)
    {
        SimulatedProcess? starter = _simulation.Processes.Find(p => SimulatedStoreFactory.IsPlaceOf(script.Starter!, p));
        if (starter is null or { IsDead: true } || _troubles.ClocksDiffer || _disk.Read(StateLayout.RunLease(script.Run!), 0) is not { } file)
            return false;
        LeaseInfo lease = StoredJson.Read<LeaseInfo>(file.Bytes.Span);
        return lease.Process == starter.Identity && !lease.Released && lease.Until > Simulating.Simulation.Begin + _simulation.Now;
    }

    private SimulatedHost At(int index)
    {
        if (_hosts[index] is { Process.IsDead: false } living)
            return living;
        SimulatedHost started = new(_simulation, $"engine-{++_started}", _names[index]);
        started.Process.Working = () => _troubles.Work(started.Process);
        started.Process.Time.Ahead = _ahead[index];
        return _hosts[index] = started;
    }

    private async Task PauseAsync()
    {
        await MomentAsync();
        SimulatedProcess paused = Any().Process;
        TimeSpan span = _troubles.While(90);
        _troubles.Count(span > TimeSpan.FromSeconds(30) ? "pause past the lease" : "pause");
        _simulation.Trace.Note($"{_simulation.Now} {paused.Name} pauses for {span}");
        paused.Pause(span);
    }

    private async Task LosePowerAsync()
    {
        await MomentAsync();
        _troubles.Count("loss of power");
        _simulation.Trace.Note($"{_simulation.Now} power is lost");
        if (_troubles.Happens(0.6))
            foreach (SimulatedHost host in _hosts.OfType<SimulatedHost>())
                host.Process.Kill();
        _disk.LosePower();
    }

    private async Task SetClockAsync()
    {
        await MomentAsync();
        _troubles.Count("clock set");
        int index = _simulation.Chance.Next(_hosts.Length);
        _ahead[index] = _troubles.While(7200) - TimeSpan.FromHours(1);
        if (_hosts[index] is { } host)
            host.Process.Time.Ahead = _ahead[index];
    }

    private Task MomentAsync() => _simulation.DelayAsync(_troubles.Lasts * _simulation.Chance.NextDouble());
}
