using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>A taskserv as one attempt installs it: today's definition, or a former one that is put back.</summary>
internal sealed record TaskservUnit
{
    public required string Name { get; init; }
    public string? Version { get; init; }

    /// <summary>The variables of its scripts; secrets as references.</summary>
    public required IReadOnlyDictionary<string, object?> Variables { get; init; }
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The file names of its scripts by action.</summary>
    public required IReadOnlyDictionary<string, string> Scripts { get; init; }
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>What its server must have at least; null for one that is put back where it was.</summary>
    public MinimumResources? MinimumResources { get; init; }

    /// <summary>What its templates see, by the variables with secrets opened.</summary>
    public required Func<IReadOnlyDictionary<string, object?>, TemplateScope> Scope { get; init; }

    /// <summary>The taskserv as the definition wants it on a server.</summary>
    public static TaskservUnit Of(TaskservDefinition definition, IReadOnlyDictionary<string, object?> variables, Func<IReadOnlyDictionary<string, object?>, TemplateScope> scope) => new()
    {
        Name = definition.Name,
        Version = definition.Version,
        Variables = variables,
        Files = definition.Files,
        Scripts = definition.Scripts,
        HealthCheck = definition.HealthCheck,
        MinimumResources = definition.MinimumResources,
        Scope = scope,
    };

    /// <summary>The taskserv as it was installed before.</summary>
    public static TaskservUnit Of(TaskservRecord former, HealthCheck? healthCheck, Func<IReadOnlyDictionary<string, object?>, TemplateScope> scope) => new()
    {
        Name = former.Name,
        Version = former.Version,
        Variables = former.Variables,
        Files = former.Files,
        Scripts = former.Scripts,
        HealthCheck = healthCheck,
        Scope = scope,
    };

    /// <summary>What is recorded of it once it is installed.</summary>
    public TaskservRecord ToRecord(KeptOutputs outputs, TimeSpan? duration) => new()
    {
        Name = Name,
        Version = Version,
        Variables = Variables,
        Files = Files,
        Scripts = Scripts,
        Outputs = outputs.Values,
        Sealed = [.. outputs.SealedNames],
        Duration = duration,
    };
}
