namespace BatchWorkflow.Engine.Running;

/// <summary>One script of one attempt.</summary>
internal sealed record ScriptCall
{
    /// <summary>The phase of a check.</summary>
    public const string Check = "check";

    public required AttemptContext Context { get; init; }
    public required TaskservUnit Unit { get; init; }
    public required Connection Connection { get; init; }

    /// <summary>Told true right before the server is asked to start it: from then on it may run. Told false when it turns out that it never was.</summary>
    public Action<bool> Asked { get; init; } = static _ => { };

    /// <summary>check, act, or health-n: names the script's files and process in its attempt.</summary>
    public required string Phase { get; init; }

    /// <summary>The script's file name among the unit's files, or null.</summary>
    public string? Script { get; init; }

    /// <summary>A shell command in place of a script, or null.</summary>
    public string? Command { get; init; }

    /// <summary>Told just before the script is started.</summary>
    public Action Starting { get; init; } = static () => { };

    /// <summary>A time of its own within the attempt's, or null.</summary>
    public TimeSpan? Timeout { get; init; }
}
