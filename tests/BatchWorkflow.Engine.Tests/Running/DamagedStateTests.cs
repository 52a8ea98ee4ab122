using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What the state keeps is damaged while a run works: the run stops where it is, and nothing is undone.</summary>
public sealed class DamagedStateTests
{
    private const string Workflow = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: rollback }
          - { id: more, type: create, target: taskserv, items: [other], depends_on: [make], on_failure: continue }
        retry_policy: { max_attempts: 3, initial_delay: 1 }
        concurrency: 1
        """;

    public static TheoryData<string, string> Damages => new()
    {
        { "resources/infra/a.json", "" },
        { "resources/infra/a.json", "{" },
        { "resources/infra/a.json", "null" },
        { "resources/infra/a.json", "[]" },
        { "resources/infra/a.json", "\"text\"" },
        { "resources/infra/a.json", "{ \"identity\": \"infra/b\", \"kind\": \"server\", \"provider\": \"scripted\", \"run_id\": \"x\" }" },
        { "resources/infra/a.json", "{ \"identity\": \"infra/a\", \"kind\": \"server\", \"provider\": \"scripted\", \"run_id\": null }" },
        { "resources/infra/a.json", "{ \"identity\": \"infra/a\", \"kind\": \"server\", \"provider\": \"scripted\", \"run_id\": \"x\", \"taskservs\": 7 }" },
        { "files", "" },
        { "files", "#!/bin/rm\n" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Run_MeetingDamagedState_StopsUndoesNothingAndGoesOnOnceItIsMended(string what, string content)
    {
        await using ScriptedEngine engine = InstalledEngine();
        Dictionary<string, byte[]> before = [];
        engine.Written = entry =>
        {
            if (entry.Event is StepEnded or AttemptEnded { Step: "make/a" } && before.Count == 0)
                Damage(engine, what, content, before);
            return Task.CompletedTask;
        };

        BatchRun run = await engine.RunAsync(Workflow);

        Assert.Equal((RunStatus.Failed, true), (run.Status, engine.World.Resources.ContainsKey("infra/a")));
        BatchStep failed = Assert.Single(run.StepList, s => s.Failure is not null);
        Assert.Equal((FailureKind.Fatal, 1, true), (failed.Failure!.Kind, failed.Attempts, failed.Failure.OfState));
        Assert.StartsWith("State.", failed.Failure.Code, StringComparison.Ordinal);
        Assert.DoesNotMatch("BatchWorkflow\\.|Path: |System\\.", failed.Failure.Message);
        Assert.Contains(run.Warnings, w => w.StartsWith("Nothing is undone by itself", StringComparison.Ordinal));
        Assert.Empty(engine.World.CallsTo("delete *"));

        foreach ((string file, byte[] bytes) in before)
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await using ActiveRun again = await engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, (await again.Completion).Status);
    }

    [Theory]
    [InlineData("resources/infra/a.json", "{")]
    [InlineData("resources/infra/a.json", "")]
    public async Task Rollback_OverADamagedRecord_IsRefusedBeforeItBegins(string what, string content)
    {
        await using ScriptedEngine engine = InstalledEngine();
        BatchRun run = await engine.RunAsync(Workflow);
        Dictionary<string, byte[]> before = [];
        Damage(engine, what, content, before);

        foreach (Func<Task> undo in (Func<Task>[])[
            () => engine.RollBackAsync(run.Id),
            () => engine.Engine.PlanRollbackAsync(run.Id, new RollbackOptions(), TestContext.Current.CancellationToken)])
            Assert.Equal("State.Unreadable", (await Assert.ThrowsAsync<BatchWorkflowException>(undo)).ErrorId);
        Assert.Equal(RunStatus.Succeeded, (await engine.Engine.GetAsync(run.Id, TestContext.Current.CancellationToken)).Status);

        foreach ((string file, byte[] bytes) in before)
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(run.Id)).Status);
    }

    [Fact]
    public async Task Submit_WithDamagedCopiesOfFiles_KeepsThemAgain()
    {
        await using ScriptedEngine engine = InstalledEngine();
        await engine.RunAsync(Workflow.Replace("[make]", "[make], when: false", StringComparison.Ordinal));
        Damage(engine, "files", "", []);

        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Workflow)).Status);
    }

    private static ScriptedEngine InstalledEngine()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        foreach (string taskserv in (string[])["thing", "other"])
        {
            engine.Write($"taskservs/{taskserv}/taskserv.yaml", "description: A thing.\n");
            engine.Write($"taskservs/{taskserv}/create.sh", $"#!/bin/sh\n# {taskserv}\n");
            engine.Write($"taskservs/{taskserv}/delete.sh", "#!/bin/sh\n");
        }
        return engine;
    }

    private static void Damage(ScriptedEngine engine, string what, string content, Dictionary<string, byte[]> before)
    {
        string path = Path.Combine(engine["state"], what);
        foreach (string file in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            before[file] = File.ReadAllBytes(file);
            File.WriteAllText(file, content);
        }
    }
}
