using System.Text.Json.Serialization;

namespace BatchWorkflow;

/// <summary>What a step waits for.</summary>
public sealed record StepDependency
{
    /// <summary>A step's id, or an operation's when <see cref="IsOperation"/>: all of its steps.</summary>
    public required string On { get; init; }

    /// <summary>True when <see cref="On"/> names an operation.</summary>
    public bool IsOperation { get; init; }

    /// <summary>True when a failure in the operation holds up only what runs on the same server: the operation says on_failure: continue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PerServer { get; init; }

    /// <summary>True when the step uses outputs of the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool UsesOutputs { get; init; }

    /// <summary>What must be true of the target when it has ended.</summary>
    public StepEdge Type { get; init; } = StepEdge.Hard;

    /// <summary>Polled until true once the target has ended; null is none.</summary>
    public string? WaitCondition { get; init; }
}
