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

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("home/ann")]
    public void Resolve_NoHome_IsRefusedUnlessAPlaceIsNamed(string? home)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps state elsewhere.");
        StatePlaces places = new(new Dictionary<string, StoreFactory>(), Path.GetFullPath, name => name == "HOME" ? home : null);
        StatePlaces named = new(new Dictionary<string, StoreFactory>(), Path.GetFullPath, name => name == StatePaths.Variable ? "/srv/state" : null);

        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => places.Resolve(null));

        Assert.Equal("State.NoHome", refused.ErrorId);
        Assert.Equal("Give -StatePath, or set the environment variable BATCHWORKFLOW_STATE to the folder of the state (or set HOME).", refused.RecommendedAction);
        Assert.Equal("/srv/mine", places.Resolve("/srv/mine").Folder);
        Assert.Equal("/srv/state", named.Resolve(null).Folder);
    }
}
