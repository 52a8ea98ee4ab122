namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class NoSessionsTests : SshTest
{
    protected override IReadOnlyList<string> Options => ["MaxSessions 0"];

    [Fact]
    public async Task Start_ServerAllowsNoSession_FailsForGoodAndNamesTheSetting()
    {
        Failure failure = await RefusedAsync(Server.Open());
        Assert.Equal(FailureKind.Fatal, failure.Kind);
        Assert.Contains("MaxSessions", failure.Message, StringComparison.Ordinal);
    }
}
