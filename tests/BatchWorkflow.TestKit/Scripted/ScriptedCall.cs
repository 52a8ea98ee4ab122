namespace BatchWorkflow.TestKit.Scripted;

/// <summary>A call that a scripted world got. Times are ticks of a counter that every begin and end advances: they never tie.</summary>
public sealed class ScriptedCall
{
    /// <summary>Verb and object: "create infra/web", "find all", "run infra/web nginx/create".</summary>
    public required string Name { get; init; }

    /// <summary>The intent's or the script's token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The change that was asked for, or null.</summary>
    public ResourceChange? Change { get; init; }

    /// <summary>The script that was asked for, or null.</summary>
    public ScriptRequest? Script { get; init; }

    /// <summary>When it began on the world's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The counter when it began.</summary>
    public long Began { get; internal set; }

    /// <summary>The counter when it ended, or null while it runs.</summary>
    public long? Ended { get; internal set; }

    /// <summary>True when this call and the other were under way at one time.</summary>
    public bool Overlaps(ScriptedCall other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Began < (other.Ended ?? long.MaxValue) && other.Began < (Ended ?? long.MaxValue);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name} [{Began}..{Ended}] {Token}";
}
