using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class StatePathsTests
{
    [Theory]
    [InlineData("/xdg", "/xdg/batchworkflow")]
    [InlineData("relative", "/home/ann/.local/state/batchworkflow")]
    [InlineData("", "/home/ann/.local/state/batchworkflow")]
    [InlineData(null, "/home/ann/.local/state/batchworkflow")]
    public void Platform_OnUnix_FollowsXdg(string? xdg, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps state elsewhere.");
        Assert.Equal(expected, StatePaths.Platform(name => name switch { "XDG_STATE_HOME" => xdg, "HOME" => "/home/ann", _ => null }));
    }
}
