using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What an engine had asked for when it died counts as changed, also when nothing answers the one that takes the run over.</summary>
public sealed class DeadEngineTests
{
    private const string Create = "run infra/a thing*/create";
    private const string Other = "run infra/a other*/create";

    private const string Site = """
        name: site
        retry_policy: { max_attempts: 1 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: more, type: create, target: server, items: [b], depends_on: [make] }
          - { id: install, type: create, target: taskserv, items: [thing], servers: [a], depends_on: [make] }
          - { id: other, type: create, target: taskserv, items: [other], servers: [a], depends_on: [make], on_failure: continue }
        """;

    private readonly TaskCompletionSource _dies = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ends = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Resume_ServerDoesNotAnswer_UndoesTheScriptThatWasStarted()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.WaitsFor(_ends.Task));
        string id = await DieAsync(engine, Create);
        _ends.SetResult();
        await engine.World.EndedAsync(Create, 1, TestContext.Current.CancellationToken);
        engine.World.On("* infra/a thing*/create", Refuses(), Answer.Ok);

        BatchRun run = await ResumeAsync(engine, id);
        Assert.Equal(RunStatus.RolledBack, run.Status);
        Assert.Single(engine.World.CallsTo("run infra/a thing*/delete"));
    }

    [Fact]
    public async Task Resume_ProviderDoesNotAnswer_DeletesTheServerThatWasAskedFor()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("create infra/b", Answer.WaitsFor(_ends.Task));
        string id = await DieAsync(engine, "create infra/b");
        _ends.SetResult();
        await engine.World.EndedAsync("create infra/b", 1, TestContext.Current.CancellationToken);
        engine.World.On("find infra/b", Refuses(), Answer.Ok);

        BatchRun run = await ResumeAsync(engine, id);
        Assert.Equal(RunStatus.RolledBack, run.Status);
        Assert.Empty(engine.World.Resources);
    }

    private static Answer Refuses() => new() { Failure = new Failure { Kind = FailureKind.Auth, Message = "the login is refused" }, NeverAsked = true };

    /// <summary>Submits, and ends the engine's work when a call has begun.</summary>
    private async Task<string> DieAsync(ScriptedEngine engine, string call)
    {
        engine.World.On(Other, Answer.WaitsFor(_dies.Task));
        ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Site));
        await engine.World.BegunAsync(call, 1, TestContext.Current.CancellationToken);
        await engine.World.BegunAsync(Other, 1, TestContext.Current.CancellationToken);
        engine.Written = entry => entry.Event is AttemptEnded ? throw new InvalidOperationException("the engine ends here") : Task.CompletedTask;
        _dies.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);
        engine.Written = null;
        return run.Id;
    }

    private static async Task<BatchRun> ResumeAsync(ScriptedEngine engine, string id)
    {
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken);
        return await run.Completion;
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        foreach (string name in new[] { "thing", "other" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", "description: A thing.\n");
            engine.Write($"taskservs/{name}/create.sh", "true\n");
            engine.Write($"taskservs/{name}/delete.sh", "true\n");
        }
        return engine;
    }
}
