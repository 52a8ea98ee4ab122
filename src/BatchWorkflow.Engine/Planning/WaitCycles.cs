using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Finds each wait_condition that looks at the outputs or the status of what begins only once it is true: it would wait for its time-out.
/// </summary>
/// <param name="draft">The plan in the making.</param>
/// <param name="steps">The selected steps, each after all that it waits for.</param>
internal sealed class WaitCycles(PlanDraft draft, IReadOnlyList<StepDraft> steps)
{
    private static readonly Dictionary<string, object?> NoOutputs = [];

    /// <summary>What a step's status may be that has not begun.</summary>
    private static readonly string[] NotBegun = ["pending", "waiting", "skipped", "omitted", "cancelled"];

    /// <summary>The names that a condition uses and that stand for what waits for it itself; none when it may be true all the same.</summary>
    public IReadOnlyList<string> Find(JinjaExpression condition, IReadOnlyList<JinjaNameUse> used, IReadOnlyCollection<StepDraft> waiting)
    {
        List<string> names = [.. used.Where(u => u is { Name: "outputs" or "status", Path.Count: > 0 }).Select(u => u.Path[0]).Distinct(StringComparer.Ordinal)];
        if (names.Count == 0 || waiting.Count == 0)
            return [];
        HashSet<GraphNode> held = Behind(waiting);
        List<string> own = [.. names.Where(name => StepsOf(name) is { Count: > 0 } of && of.TrueForAll(held.Contains))];
        return own.Count > 0 && waiting.All(step => IsNeverTrue(condition, used, draft.Templates.ScopeOf(step), own)) ? own : [];
    }

    /// <summary>These steps and all that waits for them; an operation's end waits for its every step.</summary>
    private HashSet<GraphNode> Behind(IReadOnlyCollection<StepDraft> waiting)
    {
        HashSet<GraphNode> behind = [.. waiting, .. waiting.Select(s => s.Operation)];
        foreach (StepDraft step in steps)
            if (!behind.Contains(step) && Enumerable.Range(0, step.EdgeCount).Any(i => behind.Contains(step.EdgeAt(i).To)))
                behind.UnionWith([step, step.Operation]);
        return behind;
    }

    private List<StepDraft> StepsOf(string name)
    {
        string? operation = OutputNames.OperationOf(name, [.. draft.Operations.Select(o => o.Id)]);
        bool isStep = name.Contains('/', StringComparison.Ordinal);
        return [.. steps.Where(s => s.IsSelected && !s.IsSkipped && (isStep ? s.Id == name : s.Operation.Id == operation))];
    }

    /// <summary>True when a condition might hold once everything is over, and cannot while these have not begun.</summary>
    private static bool IsNeverTrue(JinjaExpression condition, IReadOnlyList<JinjaNameUse> used, TemplateScope scope, List<string> own) =>
        MayHold(condition, scope.ToContext(used)) && NotBegun.All(status => !MayHold(condition, (scope with
        {
            Status = names => With(scope.Status!(names), own, status),
            Outputs = names => With(scope.Outputs!(names), own, NoOutputs),
        }).ToContext(used)));

    private static Dictionary<string, object?> With(object? all, List<string> own, object value)
    {
        Dictionary<string, object?> changed = new((IReadOnlyDictionary<string, object?>)all!, StringComparer.Ordinal);
        foreach (string name in own)
            changed[name] = value;
        return changed;
    }

    private static bool MayHold(JinjaExpression condition, JinjaContext context)
    {
        try
        {
            return condition.IsTrue(context, CancellationToken.None);
        }
        catch (JinjaException)
        {
            return false;
        }
        catch (UnknownValueException)
        {
            return true;
        }
    }
}
