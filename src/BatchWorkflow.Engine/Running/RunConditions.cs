using System.Text.Json;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>Judges, when a step could start, its operation's condition and the waits of its dependencies.</summary>
/// <param name="templates">What conditions see.</param>
/// <param name="time">The clock.</param>
/// <param name="reach">Reaches the server of a step whose condition looks at facts that are not known yet.</param>
internal sealed class RunConditions(RunTemplates templates, TimeProvider time, Func<PlanStep, RunState, ConditionVerdict>? reach = null)
{
    private readonly HashSet<(string Step, string Condition)> _met = [];

    /// <summary>Whether a step that has not begun may start now.</summary>
    public ConditionVerdict Judge(PlanStep step, OperationDefinition? operation, RunState state)
    {
        List<string> waits = [.. step.DependsOn.Select(d => d.WaitCondition).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (state[step.Id].Token is not null || (operation?.When is null && waits.Count == 0))
            return ConditionVerdict.Holds;
        try
        {
            return Judge(step, operation, waits, state);
        }
        catch (FailureException e)
        {
            return ConditionVerdict.Fails(e.Failure.Kind, e.Failure.Message);
        }
    }

    private ConditionVerdict Judge(PlanStep step, OperationDefinition? operation, List<string> waits, RunState state)
    {
        TemplateScope scope = ScopeOf(step, state);
        if (operation?.When is { } when)
        {
            Answer answer = Try(when, "when", scope);
            if (Unreached(answer, step, state) is { } asking)
                return asking;
            if (answer.Wrong is { } wrong)
                return ConditionVerdict.Fails(FailureKind.Validation, $"The condition {when} cannot be judged: {wrong}");
            if (answer.Holds == false)
                return ConditionVerdict.Skips($"{when} is false");
        }
        foreach (string wait in waits)
            if (!_met.Contains((step.Id, wait)) && Wait(step, operation, wait, scope, state) is { } verdict)
                return verdict;
        return ConditionVerdict.Holds;
    }

    private ConditionVerdict? Wait(PlanStep step, OperationDefinition? operation, string condition, TemplateScope scope, RunState run)
    {
        Answer answer = Try(condition, "wait_condition", scope);
        if (answer.Holds == true)
        {
            _met.Add((step.Id, condition));
            return null;
        }
        if (Unreached(answer, step, run) is { } asking)
            return asking;
        string what = $"{condition}{(answer.Wrong is { } wrong ? $" ({wrong.TrimEnd('.')})" : "")}";
        TimeSpan timeout = operation?.Timeout ?? RunParts.DefaultTimeout;
        StepState state = run[step.Id];
        return state.WaitingSince is { } since && state.WaitingFor == what && time.GetUtcNow() - since >= timeout
            ? ConditionVerdict.Fails(FailureKind.Timeout, $"{condition} was not true within the operation's timeout of {Durations.Text(timeout)}.")
            : ConditionVerdict.Waits(what);
    }

    private ConditionVerdict? Unreached(Answer answer, PlanStep step, RunState state) =>
        answer.NeedsServer && step.Server is not null ? reach?.Invoke(step, state) : null;

    private Answer Try(string condition, string name, TemplateScope scope)
    {
        try
        {
            return new Answer(templates.IsTrue(condition, name, scope));
        }
        catch (UnknownValueException e)
        {
            return new Answer(null, $"it is {e.Value.Description}.", e.Value == Unknowns.UntilThere);
        }
        catch (JinjaException e)
        {
            return new Answer(null, TemplateProblems.Words(e));
        }
    }

    private TemplateScope ScopeOf(PlanStep step, RunState state) => ScopeOf(step, state, templates);

    /// <summary>What a step sees that has not begun.</summary>
    internal static TemplateScope ScopeOf(PlanStep step, RunState state, RunTemplates templates)
    {
        IReadOnlyDictionary<string, object?> variables = templates.Resolve(step, Known(step, state), state.Outputs);
        return templates.ScopeOf(step, variables, Known(step, state), state.Outputs, reveal: false) with { Status = names => Statuses(names, state) };
    }

    /// <summary>The statuses of operations and steps, in the words of the JSON forms.</summary>
    internal static Dictionary<string, object?> Statuses(IReadOnlyCollection<string>? names, RunState state)
    {
        Dictionary<string, object?> statuses = new(StringComparer.Ordinal);
        ILookup<string, PlanStep> operations = state.Plan.Steps.ToLookup(s => s.Operation, StringComparer.Ordinal);
        List<string> ids = [.. operations.Select(o => o.Key)];
        foreach (string name in names ?? ids)
        {
            List<PlanStep> steps = name.Contains('/', StringComparison.Ordinal)
                ? [.. state.Plan.Steps.Where(s => s.Id == name)]
                : OutputNames.OperationOf(name, ids) is { } operation ? [.. operations[operation]] : [];
            if (steps.Count > 0)
                statuses[name] = JsonNamingPolicy.SnakeCaseLower.ConvertName(RunView.Together([.. steps.Select(s => state[s.Id].Status)]).ToString());
        }
        return statuses;
    }

    private static KnownServer? Known(PlanStep step, RunState state) => step.Server is { } server ? state.Facts.Servers.GetValueOrDefault(server) : null;

    /// <summary>What a condition says.</summary>
    /// <param name="Holds">Whether it is true; null when it can say nothing.</param>
    /// <param name="Wrong">Why it can say nothing.</param>
    /// <param name="NeedsServer">True when it looks at facts of a server that has not been reached.</param>
    private sealed record Answer(bool? Holds, string? Wrong = null, bool NeedsServer = false);
}
