using System.Text;
using BatchWorkflow.Engine;

namespace BatchWorkflow.Engine.Tests.Planning;

internal static class PlanAssertions
{
    /// <summary>The plan; its absence fails the test with the problems.</summary>
    public static Plan Made(this PlanResult result)
    {
        if (result.Plan is null)
            Assert.Fail(string.Join('\n', result.Problems));
        return result.Plan;
    }

    /// <summary>The only problem; there must be no plan.</summary>
    public static Problem Refused(this PlanResult result, string code)
    {
        Assert.Null(result.Plan);
        Problem problem = Assert.Single(result.Problems, p => !p.IsWarning);
        Assert.Equal(code, problem.Code);
        return problem;
    }

    /// <summary>The step of that id.</summary>
    public static PlanStep Step(this Plan plan, string id) => Assert.Single(plan.Steps, s => s.Id == id);

    /// <summary>What a step waits for, in words: "hard create/web", "order operation install".</summary>
    public static string[] Waits(this Plan plan, string id) => [.. plan.Step(id).DependsOn.Select(Words).Order(StringComparer.Ordinal)];

    /// <summary>The plan's action, exactness and reason of a step in one line.</summary>
    public static string Says(this Plan plan, string id)
    {
        PlanStep step = plan.Step(id);
        return new StringBuilder(step.Action.ToString()).Append(step.Exact ? ": " : " (estimated): ").Append(step.Reason).ToString();
    }

    private static string Words(StepDependency dependency) =>
        $"{dependency.Type.ToString().ToLowerInvariant()} {(dependency.IsOperation ? "operation " : "")}{dependency.On}{(dependency.WaitCondition is { } wait ? $" until {wait}" : "")}";
}
