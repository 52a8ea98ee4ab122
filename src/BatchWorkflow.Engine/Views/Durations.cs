using System.Globalization;

namespace BatchWorkflow.Engine.Views;

/// <summary>Lengths and points of time as people read them.</summary>
internal static class Durations
{
    /// <summary>A duration with as much precision as matters: 0.3 s, 12 s, 2 min 05 s, 1 h 02 min, 3 d 4 h.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalSeconds):0.0} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => $"{(int)duration.TotalMinutes} min {duration.Seconds:00} s",
        { TotalHours: < 24 } => $"{(int)duration.TotalHours} h {duration.Minutes:00} min",
        _ => $"{(int)duration.TotalDays} d {duration.Hours} h",
    };

    /// <summary>A point of time in UTC.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time of day in UTC.</summary>
    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
