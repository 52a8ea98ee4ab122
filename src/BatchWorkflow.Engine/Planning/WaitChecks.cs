using System.Text.Json;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Judges each wait_condition with what is known now, as an operation's condition is judged: a name that is not defined is a problem, and so is
/// one that no status could ever make true, or that looks at what begins only after it.
/// </summary>
internal sealed class WaitChecks(PlanDraft draft)
{
    /// <summary>More statuses than these in one condition are not tried.</summary>
    private const int MostStatuses = 2;

    private static readonly List<string> Words = [.. Enum.GetNames<StepStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly List<string> _operations = [.. draft.Operations.Select(o => o.Id)];

    /// <summary>Judges the conditions of all dependencies, on each step that waits for one.</summary>
    public void Judge(IReadOnlyList<StepDraft> steps)
    {
        ILookup<string, StepDraft> waiting = Waiting(steps);
        WaitCycles cycles = new(draft, steps);
        for (int i = 0; i < draft.Workflow.Dependencies.Count; i++)
            if (draft.Workflow.Dependencies[i].WaitCondition is { } condition && Compile(condition) is { } expression)
                Judge(condition, expression, [.. waiting[condition]], cycles, draft.InWorkflow($"dependencies[{i}].wait_condition"));
    }

    private static ILookup<string, StepDraft> Waiting(IReadOnlyList<StepDraft> steps) => steps
        .Where(s => s.IsSelected && !s.IsSkipped)
        .SelectMany(s => Enumerable.Range(0, s.EdgeCount).Select(i => s.EdgeAt(i).Origin.WaitCondition).OfType<string>().Distinct(StringComparer.Ordinal).Select(w => (Wait: w, Step: s)))
        .ToLookup(w => w.Wait, w => w.Step, StringComparer.Ordinal);

    private JinjaExpression? Compile(string condition)
    {
        try
        {
            return draft.Templates.Texts.CompileExpression(condition, "wait_condition");
        }
        catch (JinjaException)
        {
            return null; // The loader told it.
        }
    }

    private void Judge(string condition, JinjaExpression expression, List<StepDraft> waiting, WaitCycles cycles, SourceLocation at)
    {
        IReadOnlyList<JinjaNameUse> used = expression.FindUndeclared();
        List<JinjaNameUse> unknown = [.. used.Where(u => u is { Name: "outputs" or "status", Path.Count: > 0 } && OutputNames.OperationOf(u.Path[0], _operations) is null)];
        foreach (JinjaNameUse use in unknown)
            draft.Problems.AddTo($"{condition} {use.Name} {use.Path[0]}", use.Path[0], new Problem
            {
                Code = "Plan.UnknownOperation",
                Location = at,
                Message = $"The wait_condition {condition} uses the {use.Name} of {use.Path[0]}, and no operation has that id.",
                Hint = Phrases.DidYouMean(use.Path[0], [.. _operations.Select(OutputNames.Plain)]),
            });
        if (unknown.Count > 0)
            return;
        if (waiting.Count == 0)
            Try(condition, expression, used, draft.Templates.ScopeOf(), "it", at);
        foreach (StepDraft step in waiting)
            if (!Try(condition, expression, used, draft.Templates.ScopeOf(step), step.Site?.Name ?? step.Item, at))
                return;
        if (cycles.Find(expression, used, waiting) is { Count: > 0 } own)
            draft.Problems.Add("Plan.Cycle", $"The wait_condition {condition} can never be true: it looks at {Phrases.List(own)}, and what that stands for begins only once the condition is true.",
                "Look at an operation that goes before, or at facts of the server.", at);
    }

    /// <summary>Tries a condition; false when it is wrong whatever the step.</summary>
    private bool Try(string condition, JinjaExpression expression, IReadOnlyList<JinjaNameUse> used, TemplateScope scope, string member, SourceLocation at)
    {
        List<Answer> answers = [.. WithStatuses(used, scope).Select(s => Ask(expression, s.ToContext(used)))];
        if ((Wrong(expression, used, scope) ?? answers.Select(a => a.Wrong).FirstOrDefault(w => w is not null)) is { } wrong)
        {
            draft.Problems.AddTo($"wait {condition} {wrong.Message}", member, new Problem
            {
                Code = TemplateProblems.Code,
                Location = at,
                Message = $"The wait_condition {condition} cannot be judged for {{0}}: {TemplateProblems.Words(wrong)}",
            });
            return true;
        }
        if (answers.Count == 0 || answers.Exists(a => a.MayHold))
            return true;
        draft.Problems.Add("Plan.NeverTrue", $"The wait_condition {condition} is false whatever the statuses are.", $"Statuses are {string.Join(", ", Words)}.", at);
        return false;
    }

    /// <summary>What is wrong with a condition, also behind the first value that is known later; null when nothing is seen to be.</summary>
    private static JinjaException? Wrong(JinjaExpression expression, IReadOnlyList<JinjaNameUse> used, TemplateScope scope)
    {
        try
        {
            expression.IsTrue(scope.ToContext(used), CancellationToken.None);
            return null;
        }
        catch (JinjaException e)
        {
            return e;
        }
        catch (UnknownValueException)
        {
            List<JinjaException> missing = [.. Placeholders.Both.Select(p => Ask(expression, p.In(scope, used)).Wrong).OfType<JinjaException>()];
            return missing.Count == Placeholders.Both.Count && missing.TrueForAll(e => e.Message == missing[0].Message) ? missing[0] : null;
        }
    }

    /// <summary>The scope with each status that there is in the place of those that a condition looks at; none when it looks at none or at too many.</summary>
    private static IEnumerable<TemplateScope> WithStatuses(IReadOnlyList<JinjaNameUse> used, TemplateScope scope)
    {
        List<string> names = [.. used.Where(u => u is { Name: "status", Path.Count: 1 }).Select(u => u.Path[0]).Distinct(StringComparer.Ordinal)];
        if (names.Count is 0 or > MostStatuses || used.Any(u => u.Name == "status" && u.Path.Count != 1))
            yield break;
        foreach (string first in Words)
            foreach (string second in names.Count == 1 ? [first] : Words)
            {
                Dictionary<string, object?> statuses = new(StringComparer.Ordinal) { [names[0]] = first, [names[^1]] = second };
                yield return scope with { Status = _ => statuses };
            }
    }

    private static Answer Ask(JinjaExpression expression, JinjaContext context)
    {
        try
        {
            return new Answer(expression.IsTrue(context, CancellationToken.None));
        }
        catch (JinjaException e)
        {
            return new Answer(MayHold: false, e.Kind == JinjaErrorKind.Undefined ? e : null);
        }
        catch (UnknownValueException)
        {
            return new Answer(MayHold: true);
        }
    }

    /// <summary>What a condition says.</summary>
    private sealed record Answer(bool MayHold, JinjaException? Wrong = null);
}
