using System.Globalization;

namespace BatchWorkflow.Engine.Journal;

/// <summary>A lease as its file says.</summary>
internal sealed record LeaseInfo
{
    /// <summary>Counts up with each holder and is never given again, also after a release.</summary>
    public required long Token { get; init; }

    /// <summary>Who has it, or had it last.</summary>
    public required RunOrigin Holder { get; init; }

    /// <summary>The holder's process.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>When it was taken (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last renewed (UTC).</summary>
    public required DateTimeOffset Renewed { get; init; }

    /// <summary>Until when it is good for those who cannot see the holder's process (UTC).</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>True when its holder has let go of it.</summary>
    public bool Released { get; init; }

    /// <summary>
    /// Whether it is good at a time, for those who cannot see the holder's process. Renewed further ahead than it lasts, it was signed by a clock that
    /// was set back since, or is wrong: such a lease would never end.
    /// </summary>
    public bool IsGoodAt(DateTimeOffset now) => now < Until && Renewed - now <= Until - Renewed;

    /// <summary>The holder in words.</summary>
    public string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{Holder.User} on {Holder.Host} (process {Process.Id}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC)");
}
