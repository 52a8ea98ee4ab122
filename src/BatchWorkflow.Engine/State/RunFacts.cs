namespace BatchWorkflow.Engine.State;

/// <summary>What is true of a run as a whole. Changed only by <see cref="RunState.Apply"/>; serialised in checkpoints.</summary>
internal sealed record RunFacts
{
    public string RunId { get; set; } = "";
    public string Workflow { get; set; } = "";
    public string Infrastructure { get; set; } = "";
    public string? Path { get; set; }
    public string PlanHash { get; set; } = "";

    /// <summary>The hashes of the plans that took the place of the submitted one, in order.</summary>
    public List<string> LaterPlans { get; set; } = [];
    public RunOrigin Origin { get; set; } = new();
    public RunStatus Status { get; set; }
    public string? Reason { get; set; }

    /// <summary>True when the run ended without reaching its goal because of a failure.</summary>
    public bool GoalMissed { get; set; }
    public RunOrigin? Holder { get; set; }
    public DateTimeOffset Submitted { get; set; }
    public DateTimeOffset? Ended { get; set; }

    /// <summary>The time in which somebody worked on it.</summary>
    public WorkedTime Worked { get; set; } = new();

    /// <summary>The inbox position from which the next request is read.</summary>
    public long InboxPosition { get; set; }

    /// <summary>The undoing graph, once the run is being rolled back; null again after a restart.</summary>
    public UndoPlan? Undo { get; set; }
    public int? ToCheckpoint { get; set; }
    public List<BatchCheckpoint> Checkpoints { get; set; } = [];
    public List<string> Warnings { get; set; } = [];

    /// <summary>The one of the warnings that says how the files on disk differ; null when none does.</summary>
    public string? WarningOfFiles { get; set; }

    /// <summary>What is known of the servers that were reached, by name; of a server that the run changed since, nothing.</summary>
    public Dictionary<string, KnownServer> Servers { get; set; } = [];

    /// <summary>The events so far.</summary>
    public long Sequence { get; set; }
}
