using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Tests.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Fields;

/// <summary>A field does something: turned the other way, a plan or a run looks different.</summary>
public sealed class FieldEffectTests
{
    public static TheoryData<string> Turned => [.. TurnedField.All.Select(f => f.Field)];

    [Theory]
    [MemberData(nameof(Turned))]
    public async Task Field_TurnedTheOtherWay_ShowsADifference(string field)
    {
        TurnedField turned = TurnedField.All.Single(f => f.Field == field);
        string one = await ShowAsync(turned, turned.One), same = await ShowAsync(turned, turned.One), other = await ShowAsync(turned, turned.Other);
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
    }

    private static async Task<string> ShowAsync(TurnedField field, string setting)
    {
        await using ScriptedEngine engine = new();
        string At(string place, string usual = "") => field.Place == place ? setting : usual;
        string ValueOf(string place, string key, string usual) => At(place).StartsWith(key, StringComparison.Ordinal) ? "" : usual;
        engine.Write("infrastructure.yaml", $$"""
            {{ValueOf("infrastructure", "name:", "name: infra")}}
            {{At("infrastructure")}}
            servers:
              - { name: a, provider: scripted, connection: { kind: scripted }, {{At("server")}} }
              - { name: b, provider: scripted, connection: { kind: scripted } }
            """);
        foreach (string name in new[] { "t", "u" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", $"description: A thing.\n{(name == "t" ? At("taskserv") : "")}\n");
            engine.Write($"taskservs/{name}/create.sh", "true\n");
            engine.Write($"taskservs/{name}/delete.sh", "true\n");
        }
        if (field.Fails)
            engine.World.On("run */b t*/create*", Answer.Exits(1));
        if (setting.Contains("\"false\"", StringComparison.Ordinal))
            engine.World.On("run */? t*/health*", Answer.Exits(1));
        string workflow = $$"""
            {{ValueOf("workflow", "name:", "name: w")}}
            {{ValueOf("workflow", "retry_policy:", "retry_policy: { max_attempts: 1 }")}}
            {{At("workflow")}}
            operations:
              - { id: make, type: create, target: server, items: [a, b] }
              - { id: app, type: create, target: taskserv, depends_on: [make], {{ValueOf("operation", "items:", "items: [t, u],")}} {{At("operation")}} }
            """;
        return await ObserveAsync(engine, engine.Write("workflow.yaml", workflow));
    }

    private static async Task<string> ObserveAsync(ScriptedEngine engine, string workflow)
    {
        PlanResult result = await engine.Engine.PlanAsync(
            new DefinitionInput(workflow), new PlanOptions(), refresh: false, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        List<string> seen = [.. result.Problems.Select(p => $"{p.Code} {p.Message}")];
        if (result.Plan is not { } plan)
            return string.Join('\n', seen);
        seen.Add($"{plan.Workflow} {plan.Infrastructure}");
        seen.AddRange(plan.Steps.Select(s =>
            $"{s.Id} {s.Action} {s.Reason} irreversible {s.Irreversible} after {string.Join(", ", s.DependsOn)}"));
        await using ActiveRun run = await engine.SubmitAsync(plan);
        BatchRun end = await run.Completion;
        seen.Add($"{end.Status} {end.Checkpoints.Count} checkpoints, not undone {end.NotUndone.Count}");
        seen.AddRange(end.StepList.Select(s => $"{s.Id} {s.Status} {s.Attempts} {s.Changed}"));
        seen.AddRange(engine.World.Resources.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}: {Text(r.Value.Properties)}"));
        seen.AddRange(engine.World.CallsTo("run *").OrderBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => $"{c.Name}: {string.Join(", ", c.Script!.Environment.Where(v => v.Key.StartsWith("BW_VAR_", StringComparison.Ordinal)))}"));
        IReadOnlyList<BatchMetric> metrics = await engine.Engine.MetricsAsync(end.Id, TestContext.Current.CancellationToken);
        seen.Add($"{metrics.Count} metrics");
        return string.Join('\n', seen);
    }

    private static string Text(IReadOnlyDictionary<string, object?>? values) =>
        string.Join(", ", (values ?? Values.None).Select(v => $"{v.Key}={(v.Value is IEnumerable<KeyValuePair<string, string>> map ? string.Join(';', map) : v.Value)}"));
}
