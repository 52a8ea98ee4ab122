using BatchWorkflow.Engine.Tests.Running;

namespace BatchWorkflow.Engine.Tests.Observing;

/// <summary>What checks of plans leave in the state.</summary>
public sealed class CheckFolderTests
{
    private const string Make = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make] }
        """;

    [Fact]
    public async Task Plan_ThatAsksChecks_LeavesNothingAndRemovesWhatKilledPlansLeft()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/app/taskserv.yaml", "version: \"1\"\n");
        foreach (string script in new[] { "check", "create", "delete" })
            engine.Write($"taskservs/app/{script}.sh", "");
        await engine.RunAsync(Make);
        engine.Write("state/checks/killed/attempts/out", "x");
        engine.Write("state/checks/working/attempts/out", "x");
        Directory.SetLastWriteTimeUtc(engine["state/checks/killed"], DateTime.UtcNow.AddHours(-2));

        int before = engine.World.CallsTo("run *").Count;

        await engine.PlanAsync(Make, refresh: true);

        Assert.Equal(before + 1, engine.World.CallsTo("run *").Count);
        Assert.Equal(["working"], Directory.EnumerateFileSystemEntries(engine["state/checks"]).Select(Path.GetFileName));
    }
}
