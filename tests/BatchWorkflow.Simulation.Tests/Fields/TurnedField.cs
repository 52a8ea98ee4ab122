namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>A field's two settings, and what it takes for it to matter.</summary>
/// <param name="Field">The field by its path in the schemas: workflow.operations[].timeout.</param>
/// <param name="One">It turned one way, as JSON; null leaves it out.</param>
/// <param name="Other">It turned the other way.</param>
/// <param name="At">Where it is set, when that is not the usual place of such a field.</param>
internal sealed record TurnedField(string Field, string? One, string? Other, string? At = null)
{
    /// <summary>True when the one difference is what is told of the definitions: there the field can have no effect.</summary>
    public bool IsOnlyTold { get; init; }

    /// <summary>True when it shows in files and lists, not in what a run does.</summary>
    public bool IsOnDisk { get; init; }

    /// <summary>Other values around it, by path.</summary>
    public IReadOnlyList<(string At, string? Json)> With { get; init; } = [];

    /// <summary>How the world answers.</summary>
    public IReadOnlyList<FieldAnswer> Answers { get; init; } = [];

    /// <summary>The scripts of the taskservs.</summary>
    public IReadOnlyCollection<string> Scripts { get; init; } = ["create", "delete"];

    /// <summary>What the provider itself says of its limits, or null.</summary>
    public ProviderDependencies? Limits { get; init; }

    /// <summary>The environment that is chosen, or null.</summary>
    public string? Environment { get; init; }

    /// <summary>What the open gate is answered after 20 s, or null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Approval { get; init; }

    /// <summary>When the engine dies with all scripts, after which another resumes, in seconds.</summary>
    public double? DiesAt { get; init; }

    /// <summary>After how many days the workflow is submitted again, or null.</summary>
    public double? AgainAfterDays { get; init; }

    /// <summary>Where it is set.</summary>
    public string Place => At ?? Field.Replace("operations[]", "operations[1]", StringComparison.Ordinal).Replace("[]", "[0]", StringComparison.Ordinal)
        .Replace("answers.*", "answers.size", StringComparison.Ordinal).Replace("providers.*", "providers.simulated", StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => At is null ? Field : $"{Field} ({At})";
}
