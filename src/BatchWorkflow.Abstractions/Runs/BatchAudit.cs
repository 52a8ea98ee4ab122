namespace BatchWorkflow;

/// <summary>Whether a run's journal is as it was written.</summary>
public sealed record BatchAudit
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>True when nothing was changed, removed or added after it was written, and the head that was given is part of it.</summary>
    public bool Valid => Problems.Count == 0;

    /// <summary>How many events the journal has.</summary>
    public long Events { get; init; }

    /// <summary>The last event and the hash of its line: kept elsewhere, it shows later whether the whole journal was written anew.</summary>
    public required BatchAuditHead Head { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<BatchAuditProblem> Problems { get; init; } = [];

    /// <summary>What a former holder wrote after another had taken the run over: it is not part of the run and was never announced.</summary>
    public IReadOnlyList<BatchAuditProblem> Late { get; init; } = [];
}
