namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Counts calls and says which of them goes wrong; nothing does until it is armed.</summary>
internal sealed class FaultBook(IReadOnlyList<Fault> faults)
{
    private readonly List<Fault> _faults = [.. faults];
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>True while faults happen.</summary>
    public bool IsArmed { get; set; }

    /// <summary>Adds some, and arms all.</summary>
    public void Add(params IEnumerable<Fault> more)
    {
        _faults.AddRange(more);
        IsArmed = true;
    }

    /// <summary>Drops some.</summary>
    public void Drop(Predicate<Fault> which) => _faults.RemoveAll(which);

    /// <summary>The fault of the next call of that name, or null.</summary>
    public Fault? Next(string call)
    {
        if (!IsArmed)
            return null;
        int nth = _calls[call] = _calls.GetValueOrDefault(call) + 1;
        foreach (Fault fault in _faults)
            if (fault.Call == call && (fault.Nth == nth || fault.Nth == Fault.Always))
                return fault;
        return null;
    }
}
