namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of retry_policy and logging.</summary>
internal static class PolicyFields
{
    /// <summary>retry_policy, of a workflow or of an operation.</summary>
    public static RecordShape<RetryPolicy> Retry { get; } =
        new RecordShape<RetryPolicy>("How failed attempts are repeated.", () => new())
            .May("max_attempts", new IntegerShape(1, 1000), r => r.MaxAttempts, (r, v) => r with { MaxAttempts = v },
                "How many attempts a step has; the first counts.")
            .May("backoff", Words.Of<Backoff>(), r => r.Backoff, (r, v) => r with { Backoff = v }, "How the delay grows.")
            .May("initial_delay", new SecondsShape(isAbove: false), r => r.InitialDelay, (r, v) => r with { InitialDelay = v },
                "Seconds after the first failed attempt.")
            .May("max_delay", new SecondsShape(isAbove: false), r => r.MaxDelay, (r, v) => r with { MaxDelay = v }, "The longest delay in seconds.")
            .May("jitter", new SwitchShape(), r => r.Jitter, (r, v) => r with { Jitter = v }, "true spreads the delays of many steps.")
            .Rule(CheckDelays);

    /// <summary>logging.</summary>
    public static RecordShape<LoggingConfig> Logging { get; } =
        new RecordShape<LoggingConfig>("Where log lines go.", () => new())
            .May("level", Words.Of<LogLevel>(), l => l.Level, (l, v) => l with { Level = v }, "The least level that is written.")
            .May("destinations", new ListShape<LogDestination>(Words.Of<LogDestination>(), (LogDestination)(-1), unique: true),
                l => l.Destinations, (l, v) => l with { Destinations = v }, "file writes below path; stdout is the Information stream of cmdlets.")
            .May("format", Words.Of<LogFormat>(), l => l.Format, (l, v) => l with { Format = v, FormatIsExplicit = true },
                "The form of a line; stdout is text unless this says json.")
            .May("retention_days", new IntegerShape(1, 36_500, "days"), l => l.RetentionDays, (l, v) => l with { RetentionDays = v },
                "After how many days logs and runs go.")
            .May("path", new TextShape("a folder's path"), l => l.Path, (l, v) => l with { Path = v }, "The folder of log files, relative to this file.");

    private static RetryPolicy CheckDelays(RetryPolicy retry, MapNode map, Binder binder)
    {
        if (retry.InitialDelay > retry.MaxDelay)
            binder.Add("Definition.Conflict", map.Location,
                $"{binder.Subject}: initial_delay ({retry.InitialDelay.TotalSeconds} s) is longer than max_delay ({retry.MaxDelay.TotalSeconds} s).",
                "Raise max_delay or lower initial_delay.");
        return retry;
    }
}
