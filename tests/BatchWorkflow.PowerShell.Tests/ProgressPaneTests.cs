using System.Management.Automation;
using BatchWorkflow.Shell.Hosting;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class ProgressPaneTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Draw_AtOnceAgain_WaitsForItsTurn()
    {
        ProgressPane pane = new(_time);
        pane.Take(0, Record("10 of 20", 50));

        Assert.Equal("deploy [##########          ]  50% 10 of 20\r", pane.Draw(80, 24, atOnce: false));
        Assert.Null(pane.Draw(80, 24, atOnce: false));
        _time.Now += TimeSpan.FromMilliseconds(200);
        Assert.NotNull(pane.Draw(80, 24, atOnce: false));
    }

    [Fact]
    public void Draw_NarrowWindow_CutsTheLine()
    {
        ProgressPane pane = new(_time);
        pane.Take(0, Record("a long status that does not fit", -1));

        Assert.Equal("deploy a long stat…\r", pane.Draw(20, 24, atOnce: true));
    }

    [Fact]
    public void Clear_AfterADraw_TakesTheLinesOffTheScreenOnce()
    {
        ProgressPane pane = new(_time);
        pane.Take(0, Record("x", 0));
        pane.Draw(80, 24, atOnce: true);

        Assert.Equal("\r\u001b[J", pane.Clear());
        Assert.Equal("", pane.Clear());
    }

    [Fact]
    public void Take_Completed_LeavesNothingToDraw()
    {
        ProgressPane pane = new(_time);
        pane.Take(0, Record("x", 0));
        ProgressRecord done = Record("x", 100);
        done.RecordType = ProgressRecordType.Completed;
        pane.Take(0, done);

        Assert.Equal("", pane.Draw(80, 24, atOnce: true));
    }

    private static ProgressRecord Record(string status, int percent) => new(1, "deploy", status) { PercentComplete = percent };

    private sealed class ManualTime : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
