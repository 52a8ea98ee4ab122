using BatchWorkflow.Engine.Journal;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class SteadyTimeTests
{
    private readonly SetClock clock = new();

    [Fact]
    public void Clock_SetBack_GoesOnByTheTimeThatPasses()
    {
        SteadyTime time = new(clock);
        DateTimeOffset before = time.GetUtcNow();
        clock.Set(TimeSpan.FromDays(-1));
        DateTimeOffset after = time.GetUtcNow();
        Assert.InRange(after, before, before.AddMinutes(1));
        Thread.Sleep(10);
        Assert.True(time.GetUtcNow() - after >= TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public void Clock_SetForward_IsFollowed()
    {
        SteadyTime time = new(clock);
        DateTimeOffset before = time.GetUtcNow();
        clock.Set(TimeSpan.FromDays(1));
        Assert.True(time.GetUtcNow() >= before.AddDays(1));
    }
}
