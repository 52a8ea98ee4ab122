using System.Diagnostics.CodeAnalysis;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>Work that is ready: the first come is taken first, or any by chance.</summary>
internal sealed class ReadyQueue(Random? order)
{
    private readonly List<(SimulatedProcess Process, Task Task)> _any = [];
    private readonly Queue<(SimulatedProcess Process, Task Task)> _line = new();

    /// <summary>Adds work of a process.</summary>
    public void Add(SimulatedProcess process, Task task)
    {
        if (order is null)
            _line.Enqueue((process, task));
        else
            _any.Add((process, task));
    }

    /// <summary>Takes the next.</summary>
    public bool TryTake([NotNullWhen(true)] out SimulatedProcess? process, [NotNullWhen(true)] out Task? task)
    {
        (process, task) = order is null ? TakeFirst() : TakeAny(order);
        return process is not null;
    }

    private (SimulatedProcess?, Task?) TakeFirst() => _line.TryDequeue(out (SimulatedProcess, Task) first) ? first : default;

    private (SimulatedProcess?, Task?) TakeAny(Random chance)
    {
        if (_any.Count == 0)
            return default;
        int index = chance.Next(_any.Count);
        (SimulatedProcess, Task) taken = _any[index];
        _any[index] = _any[^1];
        _any.RemoveAt(_any.Count - 1);
        return taken;
    }
}
