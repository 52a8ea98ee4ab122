using System.Text.Json;
using BatchWorkflow.TestKit.Planning;
using CsCheck;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>What holds for every workflow: random operations, barriers, requirements and dependencies that cannot form a cycle.</summary>
public sealed class PlanProperties
{
    private const int Runs = 300;

    [Fact]
    public void Steps_AnyWorkflow_StandAfterAllThatTheyDependOn() => Workflows.Sample(shape =>
    {
        Plan plan = shape.Build().Plan().Made();
        Dictionary<string, int> ends = Ends(plan);
        for (int i = 0; i < plan.Steps.Count; i++)
            foreach (StepDependency dependency in plan.Steps[i].DependsOn)
                Assert.True(ends[Key(dependency)] < i, $"{plan.Steps[i].Id} stands before the end of {dependency.On}");
    }, iter: Runs);

    [Fact]
    public void Waves_AnyWorkflow_AreOneMoreThanTheDeepestDependency() => Workflows.Sample(shape =>
    {
        Plan plan = shape.Build().Plan().Made();
        foreach (PlanStep step in plan.Steps)
            Assert.Equal(step.DependsOn.SelectMany(d => Targets(plan, d)).Select(id => plan.Step(id).Wave).DefaultIfEmpty(-1).Max() + 1, step.Wave);
        Assert.Equal(plan.Steps.Max(s => s.Wave) + 1, plan.CriticalPath.Count);
    }, iter: Runs);

    [Fact]
    public void Plan_MadeTwice_IsIdentical() => Workflows.Sample(shape =>
        Assert.Equal(JsonSerializer.Serialize(shape.Build().Plan().Made(), EngineJson.Line),
            JsonSerializer.Serialize(shape.Build().Plan().Made(), EngineJson.Line)), iter: Runs);

    [Fact]
    public void Plan_WrittenAndRead_IsTheSame() => Workflows.Sample(shape =>
    {
        string json = JsonSerializer.Serialize(shape.Build().Plan().Made(), EngineJson.Line);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Plan>(json, EngineJson.Line), EngineJson.Line));
    }, iter: Runs);

    [Fact]
    public void Undo_AnyHistory_IsInReverseOrder() => Gen.Select(Workflows, Gen.Int[0, int.MaxValue]).Sample((shape, seed) =>
    {
        Plan plan = shape.Build().Plan().Made();
        Random random = new(seed);
        Plan undo = new RunHistory(plan).Unchanged([.. plan.Steps.Select(s => s.Id).Where(_ => random.Next(2) == 0)]).Undo();
        Dictionary<string, HashSet<string>> before = Before(undo);
        HashSet<string> undone = [.. undo.Steps.Select(s => s.Id)];
        foreach ((string later, HashSet<string> earlier) in Before(plan))
            foreach (string step in earlier)
                if (undone.Contains(later) && undone.Contains(step) && !Shape.GoesWithServer(later))
                    Assert.True(before[step].Contains(later), $"{step} may be undone before {later}, which depends on it");
        Assert.Equal(undone.Count, undo.Steps.Count);
    }, iter: Runs);

    [Fact]
    public void Undo_WhatStays_KeepsWhatItStandsOn() => Gen.Select(Workflows, Gen.Int[0, int.MaxValue]).Sample((shape, seed) =>
    {
        Random random = new(seed);
        Plan plan = shape.Build(o => o with { Irreversible = random.Next(3) == 0 }).Plan().Made();
        Plan undo = new RunHistory(plan).Undo();
        HashSet<string> undone = [.. undo.Steps.Select(s => s.Id)];
        foreach (PlanStep step in plan.Steps.Where(s => !undone.Contains(s.Id)))
            Assert.DoesNotContain(step.DependsOn, d => d is { IsOperation: false, Type: StepEdge.Hard } && undone.Contains(d.On));
        Assert.Equal(plan.Steps.Count, undone.Count + undo.NotUndone.Count);
    }, iter: Runs);

    private static Gen<Shape> Workflows { get; } =
        from servers in Gen.Int[1, 3]
        from operations in Gen.Int[1, 6]
        from seed in Gen.Int[0, int.MaxValue]
        select new Shape(servers, operations, seed);

    /// <summary>For each step all steps that end before it starts.</summary>
    private static Dictionary<string, HashSet<string>> Before(Plan plan)
    {
        Dictionary<string, HashSet<string>> before = [];
        foreach (PlanStep step in plan.Steps)
        {
            HashSet<string> own = [];
            foreach (string on in step.DependsOn.SelectMany(d => Targets(plan, d)))
            {
                own.Add(on);
                own.UnionWith(before[on]);
            }
            before.Add(step.Id, own);
        }
        return before;
    }

    private static IEnumerable<string> Targets(Plan plan, StepDependency dependency) =>
        dependency.IsOperation ? plan.Steps.Where(s => s.Operation == dependency.On).Select(s => s.Id) : [dependency.On];

    private static Dictionary<string, int> Ends(Plan plan)
    {
        Dictionary<string, int> ends = [];
        for (int i = 0; i < plan.Steps.Count; i++)
            ends[plan.Steps[i].Id] = ends[$"operation {plan.Steps[i].Operation}"] = i;
        return ends;
    }

    private static string Key(StepDependency dependency) => dependency.IsOperation ? $"operation {dependency.On}" : dependency.On;

    /// <summary>Taskservs t0, t1, … and operations o0, o1, …; everything depends only on what has a lower number.</summary>
    private sealed record Shape(int Servers, int Operations, int Seed)
    {
        /// <summary>Every third taskserv has no delete script.</summary>
        public static bool GoesWithServer(string step) => step.Contains("/t", StringComparison.Ordinal)
            && int.Parse(step.Split('t', '@')[1], System.Globalization.CultureInfo.InvariantCulture) % 3 == 0;

        public PlanBuilder Build(Func<OperationDefinition, OperationDefinition>? with = null)
        {
            Random random = new(Seed);
            PlanBuilder builder = new PlanBuilder()
                .Provider("local", new ProviderDependencies { SharedResources = random.Next(2) == 0 ? ["net"] : [] });
            string[] servers = [.. Enumerable.Range(0, Servers).Select(i => $"s{i}")];
            foreach (string server in servers)
                builder.Server(server);
            if (random.Next(4) == 0)
                builder.Workflow(w => w with { Type = WorkflowType.Sequential });
            builder.CreateServers("make", servers);
            int taskservs = 0;
            for (int i = 0; i < Operations; i++)
                AddOperation(builder, random, i, ref taskservs, with ?? (o => o));
            for (int i = random.Next(4); i > 0; i--)
                AddDependency(builder, random, taskservs);
            return builder;
        }

        private static void AddOperation(
            PlanBuilder builder, Random random, int index, ref int taskservs, Func<OperationDefinition, OperationDefinition> with)
        {
            List<string> items = [];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                string[] required = [.. Enumerable.Range(0, taskservs).Where(_ => random.Next(4) == 0).Select(t => $"t{t}")];
                Dictionary<string, string> scripts = new() { ["create"] = "create.sh" };
                if (taskservs % 3 > 0)
                    scripts.Add("delete", "delete.sh");
                items.Add($"t{taskservs++}");
                builder.Taskserv(items[^1], t => t with { Requires = required, Scripts = scripts });
            }
            bool isParallel = random.Next(3) > 0;
            string[] dependsOn = [.. Enumerable.Range(0, index).Where(_ => random.Next(3) == 0).Select(o => $"o{o}")];
            string[] shuffled = [.. items.OrderBy(_ => random.Next())];
            builder.Operation(
                $"o{index}", OperationType.Create, OperationTarget.Taskserv, shuffled, dependsOn,
                o => with(o with { Parallel = isParallel }));
        }

        private void AddDependency(PlanBuilder builder, Random random, int taskservs)
        {
            int source = random.Next(1, taskservs + 1);
            if (source == taskservs)
                return;
            DependencyType type = (DependencyType)random.Next(3);
            string server = random.Next(2) == 0 ? "" : $"@s{random.Next(Servers)}";
            builder.Dependency($"taskserv.t{source}", $"taskserv.t{random.Next(source)}{server}", type);
        }
    }
}
