using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A whole engine on a state of its own, over a scripted world.</summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoSecrets = new Dictionary<string, string>();

    private readonly TemporaryFolder _folder = new();

    public ScriptedEngine()
    {
        World = ScriptedWorld.At(_folder["state"]);
        Engine = new BatchEngine(new EngineOptions { StatePath = _folder["state"], Plugins = [typeof(ScriptedWorld).Assembly], JournalBoundary = Pass });
    }

    public ScriptedWorld World { get; }

    /// <summary>Done, and waited for, right after each event is written; null does nothing.</summary>
    public Func<JournalEntry, Task>? Written { get; set; }

    /// <summary>Done right before (false) and right after (true) each event is written; null does nothing.</summary>
    public Action<JournalEntry, bool>? Passing { get; set; }

    public BatchEngine Engine { get; }

    /// <summary>A file below the test's folder.</summary>
    public string this[string path] => _folder[path];

    /// <summary>Writes a file of the definition.</summary>
    public string Write(string path, string text)
    {
        string file = _folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes infrastructure.yaml, with these scripted servers.</summary>
    public void WriteServers(params string[] names) => Write("infrastructure.yaml",
        $"name: infra\nservers:\n{string.Concat(names.Select(n => $"  - {{ name: {n}, provider: scripted, connection: {{ kind: scripted }} }}\n"))}");

    /// <summary>Writes a workflow and plans it.</summary>
    public async Task<Plan> PlanAsync(string workflow, bool refresh = false)
    {
        string file = Write($"w{Guid.NewGuid():n}.yaml", workflow);
        PlanResult result = await Engine.PlanAsync(new DefinitionInput(file), new PlanOptions(), refresh, NoSecrets, TestContext.Current.CancellationToken);
        Assert.Empty(result.Problems.Where(p => !p.IsWarning).Select(p => p.ToString()));
        return result.Plan!;
    }

    /// <summary>Submits a plan.</summary>
    public Task<ActiveRun> SubmitAsync(Plan plan, RunOptions? options = null) =>
        Engine.SubmitAsync(plan, options ?? new RunOptions(), TestContext.Current.CancellationToken);

    /// <summary>Plans a workflow and runs it to its end.</summary>
    public async Task<BatchRun> RunAsync(string workflow) => await RunAsync(await PlanAsync(workflow));

    /// <summary>Runs a plan to its end.</summary>
    public async Task<BatchRun> RunAsync(Plan plan)
    {
        await using ActiveRun run = await SubmitAsync(plan);
        return await run.Completion;
    }

    /// <summary>The lines of a run's log.</summary>
    public async Task<IReadOnlyList<BatchLogEntry>> LogAsync(string id)
    {
        List<BatchLogEntry> lines = [];
        await foreach (BatchLogEntry line in Engine.ReadLogAsync(id, new LogQuery(), TestContext.Current.CancellationToken))
            lines.Add(line);
        return lines;
    }

    /// <summary>Undoes a run to its end.</summary>
    public async Task<BatchRun> RollBackAsync(string id)
    {
        await using ActiveRun run = await Engine.RollbackAsync(id, new RollbackOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        return await run.Completion;
    }

    private void Pass(JournalEntry entry, bool isWritten)
    {
        Passing?.Invoke(entry, isWritten);
        if (isWritten)
            Written?.Invoke(entry).GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Dispose();
    }
}
