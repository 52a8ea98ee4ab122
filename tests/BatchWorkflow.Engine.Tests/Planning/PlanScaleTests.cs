using System.Diagnostics;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.TestKit.Planning;

namespace BatchWorkflow.Engine.Tests.Planning;

public sealed class PlanScaleTests
{
    [Fact]
    public void Plan_HundredThousandSteps_IsLinearInStepsAndEdges()
    {
        PlanBuilder builder = new();
        string[] servers = [.. Enumerable.Range(0, 100).Select(i => $"s{i}")];
        foreach (string server in servers)
            builder.Server(server);
        builder.CreateServers("make", servers);
        for (int o = 0; o < 10; o++)
        {
            string[] items = [.. Enumerable.Range(0, 100).Select(i => $"t{o}-{i}")];
            foreach (string item in items)
                builder.Taskserv(item);
            builder.Install($"o{o}", items, o == 0 ? "make" : $"o{o - 1}");
        }

        Stopwatch watch = Stopwatch.StartNew();
        Plan plan = builder.Plan().Made();
        Plan undo = new RunHistory(plan).Undo();
        IReadOnlyList<string> resumed = RestartPlanner.ForResume(plan, new RunHistory(plan).Failed("o5/t5-0@s0")
            .NotBegun(StepStatus.Omitted, [.. plan.Steps.Where(s => s.Wave > 6).Select(s => s.Id)]).Steps);
        TimeSpan took = watch.Elapsed;

        Assert.Equal(100_100, plan.Steps.Count);
        Assert.Equal(Enumerable.Range(0, 11), plan.Steps.Select(s => s.Wave).Distinct().Order());
        Assert.Equal(11, plan.CriticalPath.Count);
        Assert.Equal(200_000, plan.Steps.Sum(s => s.DependsOn.Count));
        Assert.Equal(100_100, undo.Steps.Count);
        Assert.Equal(190_100, undo.Steps.Sum(s => s.DependsOn.Count));
        Assert.Equal(40_001, resumed.Count);
        Assert.True(took < TimeSpan.FromSeconds(60), $"It took {took}; a quadratic planner takes hours.");
    }
}
