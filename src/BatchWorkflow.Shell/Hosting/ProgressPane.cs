using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>A few lines below the output, one for each activity, redrawn in place at most five times a second.</summary>
internal sealed class ProgressPane(TimeProvider time)
{
    private const int MostLines = 8;
    private const int BarWidth = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly List<(long Source, ProgressRecord Record)> _activities = [];
    private long _lastDrawn = long.MinValue;
    private bool _visible;

    /// <summary>Takes a record: new, changed, or completed.</summary>
    public void Take(long source, ProgressRecord record)
    {
        int index = _activities.FindIndex(a => a.Source == source && a.Record.ActivityId == record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (index >= 0)
                _activities.RemoveAt(index);
        }
        else if (index >= 0)
        {
            _activities[index] = (source, record);
        }
        else
        {
            _activities.Add((source, record));
        }
    }

    /// <summary>Forgets all activities.</summary>
    public void Forget() => _activities.Clear();

    /// <summary>What takes the pane off the screen; the cursor stands where the pane began.</summary>
    public string Clear()
    {
        string text = _visible ? "\r\u001b[J" : "";
        _visible = false;
        return text;
    }

    /// <summary>What draws the pane and puts the cursor back to where it began; null when it is not time yet.</summary>
    public string? Draw(int width, int height, bool atOnce)
    {
        if (!atOnce && _lastDrawn != long.MinValue && time.GetElapsedTime(_lastDrawn) < Interval)
            return null;
        _lastDrawn = time.GetTimestamp();
        StringBuilder text = new(Clear());
        int count = Math.Min(_activities.Count, Math.Clamp((height / 2) - 1, 1, MostLines));
        for (int i = 0; i < count; i++)
            text.Append(i > 0 ? "\n" : "").Append(Line(_activities[i].Record, width - 1));
        if (count > 1)
            text.Append(CultureInfo.InvariantCulture, $"\u001b[{count - 1}A");
        _visible = count > 0;
        return text.Append(count > 0 ? "\r" : "").ToString();
    }

    private static string Line(ProgressRecord record, int width)
    {
        string indent = record.ParentActivityId >= 0 ? "  " : "";
        string line = indent + record.Activity + Bar(record.PercentComplete)
            + (record.StatusDescription is { Length: > 0 } status ? " " + status : "")
            + (record.CurrentOperation is { Length: > 0 } operation ? " " + operation : "");
        line = Terminal.Plain(line).ReplaceLineEndings(" ");
        return line.Length > width ? string.Concat(line.AsSpan(0, Math.Max(0, width - 1)), "…") : line;
    }

    private static string Bar(int percent)
    {
        if (percent < 0)
            return "";
        int full = Math.Min(percent, 100) * BarWidth / 100;
        return string.Create(CultureInfo.InvariantCulture, $" [{new string('#', full)}{new string(' ', BarWidth - full)}] {Math.Min(percent, 100),3}%");
    }
}
