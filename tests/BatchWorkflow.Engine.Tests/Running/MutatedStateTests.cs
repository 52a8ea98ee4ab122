using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Mutating;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>
/// Whatever is done to a file of the state: nothing is thrown but refusals in plain words, no finished run vanishes, a damaged state stops a run and
/// never undoes it, and damage of a journal is told and stays told.
/// </summary>
public sealed class MutatedStateTests : IAsyncLifetime
{
    private const string Workflow = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: fail }
          - { id: last, type: create, target: taskserv, items: [other], depends_on: [install], on_failure: rollback }
        retry_policy: { max_attempts: 1 }
        logging: { destinations: [stdout] }
        """;

    private readonly ScriptedEngine _engine = new();
    private readonly TemporaryFolder _copies = new();
    private string _finished = "";
    private string _failed = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine.WriteServers("a");
        foreach (string taskserv in (string[])["thing", "other"])
        {
            _engine.Write($"taskservs/{taskserv}/taskserv.yaml", "description: A thing.\n");
            _engine.Write($"taskservs/{taskserv}/create.sh", $"#!/bin/sh\n# {taskserv}\n");
            _engine.Write($"taskservs/{taskserv}/delete.sh", "#!/bin/sh\n");
        }
        _engine.World.On("run infra/a thing*/create*", Answer.Exits(1, "no luck"), Answer.Ok);
        BatchRun failed = await _engine.RunAsync(Workflow);
        BatchRun finished = await _engine.RunAsync(Workflow);
        Assert.Equal((RunStatus.Failed, RunStatus.Succeeded), (failed.Status, finished.Status));
        (_failed, _finished) = (failed.Id, finished.Id);
        File.WriteAllText(_engine["state/store.json"], "{ \"store\": \"file\" }\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _copies.Dispose();
    }

    [Fact]
    public async Task State_Mutated_IsToldInPlainWordsStopsRunsAndUndoesNothing()
    {
        string[] files = [.. Directory.EnumerateFiles(_engine["state"], "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_engine["state"], f).Replace('\\', '/'))
            .Where(f => !f.StartsWith(".locks", StringComparison.Ordinal) && !f.Contains("/attempts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        await Mutations.EachAsync(20, async seed =>
        {
            Random random = new(seed);
            string file = files[random.Next(files.Length)];
            Mutation mutation = new(random);
            string state = _copies[$"s{seed}"];
            Copy(_engine["state"], state);
            byte[] before = await File.ReadAllBytesAsync(Path.Combine(state, file), Token);
            byte[] after = mutation.Edit(before);
            await File.WriteAllBytesAsync(Path.Combine(state, file), after, Token);
            try
            {
                await JudgeAsync(state, file, isChanged: !before.AsSpan().SequenceEqual(after) && !IsTorn(before, after));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{file}: {string.Join(", ", mutation.Done)}: {e.Message}", e);
            }
            Directory.Delete(state, recursive: true);
        });
    }

    private async Task JudgeAsync(string state, string file, bool isChanged)
    {
        ScriptedWorld world = ScriptedWorld.At(state);
        foreach ((string identity, ResourceState resource) in _engine.World.Resources)
            world.Resources[identity] = resource;
        await using BatchEngine engine = new(new EngineOptions { StatePath = state, Plugins = [typeof(ScriptedWorld).Assembly] });
        Told told = new();
        List<string> listed = [];
        await told.HearAsync(async () =>
        {
            await foreach (BatchRun run in engine.ListAsync(passed => told.Refused(passed.Id, passed.Why, listed), Token))
            {
                listed.Add(run.Id);
                told.Damage(run.Damage);
            }
        });
        Assert.True(told.IsOfState || (listed.Contains(_finished) && listed.Contains(_failed)), $"A run has vanished: {string.Join(", ", listed)}");
        foreach (string run in (string[])[_finished, _failed])
            await LookAsync(engine, run, told);
        bool isSaid = told.Any;
        BatchRun? end = await GoOnAsync(engine, told);
        Assert.Empty(world.CallsTo("delete *"));
        Assert.Contains("infra/a", world.Resources.Keys);
        if (isChanged && file.Contains("/journal.", StringComparison.Ordinal))
        {
            Assert.True(isSaid, "The damage of the journal is not told.");
            string run = file.Split('/')[1];
            Assert.False((await engine.AuditAsync(run, kept: null, Token)).Valid, "The trace of the damage is gone.");
        }
        if (end is not null)
            Assert.True(end.Status is RunStatus.Succeeded or RunStatus.Failed, $"{end.Status}: {end.Reason}");
    }

    private static async Task LookAsync(BatchEngine engine, string run, Told told)
    {
        await told.HearAsync(async () => told.Damage((await engine.GetAsync(run, Token)).Damage));
        await told.HearAsync(async () =>
        {
            BatchAudit audit = await engine.AuditAsync(run, kept: null, Token);
            foreach (BatchAuditProblem problem in audit.Problems)
                told.Damage(problem.Message);
        });
        await told.HearAsync(() => engine.TrailAsync(run, all: true, Token));
        await told.HearAsync(() => engine.MetricsAsync(run, Token));
        await told.HearAsync(async () => await engine.ReadLogAsync(run, new LogQuery(), Token).ToListAsync(Token));
        await told.HearAsync(() => engine.CheckRestartAsync(run, new RestartOptions(), Token));
        await told.HearAsync(() => engine.CheckRemovalAsync(run, force: false, Token));
        await told.HearAsync(() => engine.PlanRollbackAsync(run, new RollbackOptions(), Token));
    }

    /// <summary>Goes on with the failed run, and submits the workflow once more.</summary>
    private async Task<BatchRun?> GoOnAsync(BatchEngine engine, Told told)
    {
        BatchRun? end = null;
        await told.HearAsync(async () =>
        {
            await using ActiveRun run = await engine.ResumeAsync(_failed, new RunOptions(), Token);
            end = await run.Completion;
        });
        foreach (BatchStep step in end?.StepList ?? [])
            if (step.Failure is { } failure)
            {
                Mutations.AssertPlain(failure.Message);
                Assert.True(failure.OfState, $"It is no fault of the state: {failure.Code} {failure.Message}");
            }
        await told.HearAsync(async () =>
        {
            string workflow = Directory.GetFiles(_engine[""], "w*.yaml")[0];
            PlanResult plan = await engine.PlanAsync(new Engine.Definitions.DefinitionInput(workflow), new PlanOptions(), refresh: false, new Dictionary<string, string>(), Token);
            await using ActiveRun run = await engine.SubmitAsync(plan.Plan!, new RunOptions(), Token);
            await run.Completion;
        });
        return end;
    }

    /// <summary>A last line without its end is what a crash leaves, and a run or a log that was cut there is as it was a moment before.</summary>
    private static bool IsTorn(byte[] before, byte[] after) =>
        before.AsSpan().StartsWith(after) && after.Length > before.AsSpan(0, before.Length - 1).LastIndexOf((byte)'\n');

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>What was told of damage, each time in plain words.</summary>
    private sealed class Told
    {
        public bool Any { get; private set; }

        /// <summary>True when the whole state was refused.</summary>
        public bool IsOfState { get; private set; }

        public async Task HearAsync(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (BatchWorkflowException e)
            {
                Hear(e);
                IsOfState |= e.ErrorId.StartsWith("State.", StringComparison.Ordinal);
            }
        }

        public void Refused(string run, BatchWorkflowException why, List<string> listed)
        {
            listed.Add(run);
            Hear(why);
        }

        public void Damage(string? damage)
        {
            if (damage is null)
                return;
            Any = true;
            Mutations.AssertPlain(damage);
        }

        private void Hear(BatchWorkflowException e)
        {
            Assert.Matches("^[A-Z][A-Za-z]+\\.[A-Z][A-Za-z]+$", e.ErrorId);
            Mutations.AssertPlain(e.Message);
            Any |= e.ErrorId is not ("Run.NothingToRestart" or "Run.NothingToUndo" or "Run.Resumable");
        }
    }
}
