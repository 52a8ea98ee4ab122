using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Planning;

/// <summary>All that a plan is made from; the planner asks nobody else.</summary>
internal sealed record PlanInput
{
    /// <summary>The definitions.</summary>
    public required PlanSource Source { get; init; }

    /// <summary>SHA-256 in hex over the definitions.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>The workflow file, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The templates among the files of taskservs.</summary>
    public TaskservTemplates Templates { get; init; } = TaskservTemplates.None;

    /// <summary>What the user asked for.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <summary>What the world answered.</summary>
    public Observed Observed { get; init; } = new();

    /// <summary>The providers by name; only Limits, Validate and Diff are called.</summary>
    public required IReadOnlyDictionary<string, Provider> Providers { get; init; }

    /// <summary>The connections by kind; only Validate is called.</summary>
    public required IReadOnlyDictionary<string, ConnectionFactory> Connections { get; init; }

    /// <summary>The endings of the scripts that a server can run, by the server's name; a server that is not named is not judged.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ScriptExtensions { get; init; }
        = new Dictionary<string, IReadOnlyList<string>>();
}
