namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>What happened in a simulation, as a hash and, when it is kept, line by line.</summary>
internal sealed class Trace
{
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of all that was noted.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>The lines, when they are kept.</summary>
    public List<string>? Lines { get; set; }

    /// <summary>Notes something.</summary>
    public void Note(string what)
    {
        foreach (char c in what)
            Hash = (Hash ^ c) * Prime;
        Hash = (Hash ^ '\n') * Prime;
        Lines?.Add(what);
    }
}
