using System.IO.Enumeration;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>Servers and scripts that do as a test says, with every call and its time written down.</summary>
internal sealed class FieldWorld(Simulating.Simulation simulation) : SimulatedWorld
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What happened, line by line.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What the provider says of its limits.</summary>
    public ProviderDependencies Limits { get; set; } = new() { RequiresNetwork = false, NetworkBeforeServers = false };

    /// <summary>The answers; the last one that matches counts.</summary>
    public List<FieldAnswer> Answers { get; } = [];

    /// <summary>What is there, by identity.</summary>
    public SortedDictionary<string, ResourceState> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Scripts by token; null is a token that never runs.</summary>
    public Dictionary<string, FieldScript?> Scripts { get; } = new(StringComparer.Ordinal);

    /// <summary>The simulation.</summary>
    public Simulating.Simulation Simulation => simulation;

    /// <inheritdoc />
    public override Provider OpenProvider(ProviderContext context) => new FieldProvider(this, context.Infrastructure);

    /// <inheritdoc />
    public override Connection OpenConnection(ConnectionContext context) => new FieldConnection(this, context.Server.Identity);

    /// <summary>Writes a line with the time.</summary>
    public void Note(string what) => Lines.Add($"{simulation.Now.TotalSeconds:0.###} {what}");

    /// <summary>How the next call of this name is answered.</summary>
    public FieldAnswer Next(string name)
    {
        int count = _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return Answers.LastOrDefault(a => FileSystemName.MatchesSimpleExpression(a.Call, name, ignoreCase: false) && count <= a.Times) ?? new FieldAnswer(name);
    }
}

/// <summary>How a call is answered.</summary>
/// <param name="Call">Which calls, with * and ?: "create infra/a", "run t/create@a", "run t/health@a".</param>
/// <param name="Exit">A script's exit code; another call fails as transient when it is not 0.</param>
/// <param name="Seconds">How long it takes.</param>
/// <param name="Times">How many calls of one name are answered so.</param>
/// <param name="Says">A script's lines, split at line feeds.</param>
internal sealed record FieldAnswer(string Call, int Exit = 0, double Seconds = 1, int Times = int.MaxValue, string Says = "");
