using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Names that a restart is asked for.</summary>
public sealed class RestartNamesTests
{
    private const string Make = """
        name: site
        operations:
          - { id: make-servers, type: create, target: server, items: [web-1] }
        """;

    public static TheoryData<RestartOptions, string, string, string?> Unknown { get; } = new()
    {
        { new RestartOptions { Operations = ["nope"] }, "Operation.NotFound", "operation nope", "Known: make-servers." },
        { new RestartOptions { Operations = ["make-servers", "make-server"] }, "Operation.NotFound", "operation make-server", "Did you mean make-servers?" },
        { new RestartOptions { Operations = ["x*"], FailedOnly = true }, "Operation.NotFound", "operation x*", "Known: make-servers." },
        { new RestartOptions { Servers = ["web-2"] }, "Server.NotFound", "server web-2", "Did you mean web-1?" },
        { new RestartOptions { Servers = ["role=db"] }, "Server.NotFound", "server role=db", "Known: web-1." },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task Restart_UnknownName_IsRefusedWithTheNearestAndLeavesTheJournal(RestartOptions asked, string error, string what, string? hint)
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("web-1");
        BatchRun run = await engine.RunAsync(Make);
        int events = (await engine.Engine.TrailAsync(run.Id, all: true, TestContext.Current.CancellationToken)).Count;

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
            () => engine.Engine.RestartAsync(run.Id, asked, new RunOptions(), TestContext.Current.CancellationToken));

        Assert.Equal((error, $"Run {run.Id} has no {what}.", hint), (refused.ErrorId, refused.Message, refused.RecommendedAction));
        Assert.Equal(events, (await engine.Engine.TrailAsync(run.Id, all: true, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Restart_KnownNameOfNothingThatFailed_SaysSo()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("web-1");
        BatchRun run = await engine.RunAsync(Make);

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
            () => engine.Engine.RestartAsync(run.Id, new RestartOptions { Operations = ["make-*"] }, new RunOptions(), TestContext.Current.CancellationToken));

        Assert.Equal("Run.NothingToRestart", refused.ErrorId);
    }
}
