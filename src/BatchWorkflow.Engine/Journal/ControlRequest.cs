using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine.Journal;

/// <summary>What somebody asks of a run, in its inbox.</summary>
public sealed record ControlRequest
{
    /// <summary>Unique; the asking process finds its acknowledgement by it.</summary>
    public required string RequestId { get; init; }

    /// <summary>What is asked.</summary>
    public required ControlKind Kind { get; init; }

    /// <summary>Who asks.</summary>
    public required RunOrigin Origin { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, in the asker's words.</summary>
    public string? Reason { get; init; }

    /// <summary>The operation or the step that it is about (skip, approve, deny); null is the only gate that is open.</summary>
    public string? Operation { get; init; }

    /// <summary>The answers to a gate, as text (approve).</summary>
    public IReadOnlyDictionary<string, string>? Answers { get; init; }

    /// <summary>Who and why, for people.</summary>
    [JsonIgnore]
    public string Why => $"asked by {Who}";

    /// <summary>Who did it and why, for people, to follow what was done and "by".</summary>
    [JsonIgnore]
    public string Who => $"{Origin.User}@{Origin.Host}{(string.IsNullOrEmpty(Reason) ? "" : $": {Reason}")}";
}

/// <summary>What can be asked of a run.</summary>
public enum ControlKind
{
    /// <summary>Start nothing new until resumed.</summary>
    Suspend,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Start nothing new and end.</summary>
    Stop,

    /// <summary>Leave out steps that have not begun or wait.</summary>
    Skip,

    /// <summary>Let the run pass a gate.</summary>
    Approve,

    /// <summary>Do not let it pass.</summary>
    Deny,
}
