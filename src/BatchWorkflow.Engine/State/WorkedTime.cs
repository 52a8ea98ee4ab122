namespace BatchWorkflow.Engine.State;

/// <summary>How long somebody worked on a run; the time in which it lay idle is not in it. Serialised in checkpoints.</summary>
internal sealed record WorkedTime
{
    /// <summary>The spans that are over.</summary>
    public TimeSpan Past { get; set; }

    /// <summary>When the present span began; null while the run lies idle.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When the run's last event was written.</summary>
    public DateTimeOffset Last { get; set; }

    /// <summary>Somebody takes the run up. Whoever had it without ending it worked until its last event.</summary>
    public void Begin(DateTimeOffset time)
    {
        End(Last);
        Since = time;
    }

    /// <summary>The run has come to an end, for now or for good.</summary>
    public void End(DateTimeOffset time)
    {
        Past += Since is { } since ? Elapsed.Between(since, time) : TimeSpan.Zero;
        Since = null;
    }

    /// <summary>All of it until a time.</summary>
    public TimeSpan Until(DateTimeOffset time) => Past + (Since is { } since ? Elapsed.Between(since, time) : TimeSpan.Zero);
}
