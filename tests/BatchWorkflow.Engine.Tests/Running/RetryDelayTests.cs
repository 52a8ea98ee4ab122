using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

public sealed class RetryDelayTests
{
    private static readonly RetryPolicy Exact = new()
    {
        InitialDelay = TimeSpan.FromSeconds(5),
        MaxDelay = TimeSpan.FromSeconds(60),
        Jitter = false,
    };

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(5000, 60)]
    public void For_Exponential_DoublesUpToMaxDelay(int failed, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.For(Exact, failed, null, NoRandom));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 15)]
    [InlineData(100, 60)]
    public void For_Linear_GrowsByTheInitialDelay(int failed, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.For(Exact with { Backoff = Backoff.Linear }, failed, null, NoRandom));

    [Theory]
    [InlineData(0.0, 5)]
    [InlineData(0.5, 7.5)]
    [InlineData(1.0, 10)]
    public void For_Jitter_SpreadsOverTheUpperHalf(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.For(Exact with { Jitter = true }, 2, null, () => random));

    [Fact]
    public void For_RetryAfterLongerThanMaxDelay_WaitsThatLong() =>
        Assert.Equal(TimeSpan.FromSeconds(90), RetryDelay.For(Exact, 1, TimeSpan.FromSeconds(90), NoRandom));

    private static double NoRandom() => throw new InvalidOperationException("Without jitter nothing is random.");
}
