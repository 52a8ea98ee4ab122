using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Stores.Sqlite;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>What a field changes in files and lists: the log's destinations, where the state is, the list of taskservs.</summary>
internal static class DiskTrial
{
    private static readonly Dictionary<string, string> NoSecrets = [];

    /// <summary>What is told of the definitions, and what is seen, with the field turned so.</summary>
    public static async Task<(string Told, string Seen)> SeeAsync(TurnedField field, string? setting)
    {
        using TemporaryFolder folder = new();
        FieldFiles files = new();
        foreach ((string at, string? json) in field.With)
            files.Put(at, json);
        foreach (string name in new[] { "a", "b" }.Select((_, i) => $"infrastructure.servers[{i}]"))
        {
            files.Put($"{name}.provider", "\"scripted\"");
            files.Put($"{name}.connection.kind", "\"scripted\"");
        }
        files.Put(field.Place, setting);
        string workflow = files.Write(folder.Path, field.Scripts);
        await using BatchEngine engine = new(new EngineOptions { StatePath = folder["state"], Plugins = [typeof(ScriptedWorld).Assembly, typeof(RkvsStoreFactory).Assembly] });
        PlanResult planned = await engine.PlanAsync(new DefinitionInput(workflow), new PlanOptions(), refresh: false, NoSecrets, TestContext.Current.CancellationToken);
        List<string> seen = [.. engine.Taskservs(folder.Path).Select(t => $"{t.Name}: {t.Description}")];
        Lines lines = new();
        if (planned.Plan is { } plan)
            seen.Add(await RunAsync(engine, plan, lines));
        seen.Add($"{lines.Texts.Count > 0} {lines.Texts.FirstOrDefault("")[..Math.Min(1, lines.Texts.FirstOrDefault("").Length)] == "{"} lines");
        seen.AddRange(Directory.EnumerateFiles(folder.Path, "w-*.log", SearchOption.AllDirectories).Select(f => $"{Path.GetRelativePath(folder.Path, Path.GetDirectoryName(f)!)} {FormOf(f)}"));
        seen.AddRange(Directory.EnumerateFiles(folder["state"], "*.db").Select(f => Path.GetFileName(f)));
        return (string.Join('\n', planned.Problems.Select(p => $"{p.Code} {p.Message}")), string.Join('\n', seen));
    }

    private static async Task<string> RunAsync(BatchEngine engine, Plan plan, Lines lines)
    {
        try
        {
            await using ActiveRun run = await engine.SubmitAsync(plan, new RunOptions { Observer = lines }, TestContext.Current.CancellationToken);
            return (await run.Completion).Status.ToString();
        }
        catch (BatchWorkflowException e)
        {
            return $"refused: {e.Message}";
        }
    }

    private static string FormOf(string file) => File.ReadAllText(file) switch { "" => "empty", ['{', ..] => "json", _ => "text" };

    private sealed class Lines : IRunObserver
    {
        public List<string> Texts { get; } = [];

        public void Line(BatchLogEntry entry, string text)
        {
            lock (Texts)
                Texts.Add(text);
        }
    }
}
