using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>Looks for two scripts that change one thing at the same time.</summary>
internal class Overlaps : Disturbance
{
    /// <summary>Those that were found.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Those of which one begins now.</summary>
    public static IEnumerable<string> At(TraceEntry script, IEnumerable<TraceEntry> before) => before
        .Where(other => other.Ended == 0 && other.Run == script.Run && other.On == script.On && other.Acts && script.Acts)
        .Select(other => $"{script.Call} of {script.Step} starts while {other.Call} of {other.Step} still runs");

    /// <inheritdoc />
    public override void Watch(TraceEntry script, IEnumerable<TraceEntry> before) => Found.AddRange(At(script, before));
}
