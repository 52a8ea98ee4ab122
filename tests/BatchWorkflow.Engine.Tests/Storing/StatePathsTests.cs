using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Tests.Storing;

public sealed class StatePathsTests
{
    [Fact]
    public void Resolve_Asked_WinsOverTheEnvironment() =>
        Assert.Equal(Path.GetFullPath("mine"), StatePaths.Resolve("mine", Environment(("BATCHWORKFLOW_STATE", "/elsewhere"))));

    [Fact]
    public void Resolve_WithTheVariable_TakesIt() =>
        Assert.Equal(Path.GetFullPath("/elsewhere/state"), StatePaths.Resolve(null, Environment(("BATCHWORKFLOW_STATE", "/elsewhere/state"), ("XDG_STATE_HOME", "/x"))));

    [Theory]
    [InlineData("/xdg", "/xdg/batchworkflow")]
    [InlineData("relative", "/home/ann/.local/state/batchworkflow")]
    [InlineData("", "/home/ann/.local/state/batchworkflow")]
    [InlineData(null, "/home/ann/.local/state/batchworkflow")]
    public void Resolve_OnUnix_FollowsXdg(string? xdg, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps state elsewhere.");
        Assert.Equal(expected, StatePaths.Resolve("", Environment(("XDG_STATE_HOME", xdg), ("HOME", "/home/ann"))));
    }

    private static Func<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        name => Array.Find(variables, v => v.Name == name).Value;
}
