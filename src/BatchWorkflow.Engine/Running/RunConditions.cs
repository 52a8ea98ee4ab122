using System.Text.Json;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>Judges, when a step could start, its operation's condition and the waits of its dependencies.</summary>
internal sealed class RunConditions(RunTemplates templates, TimeProvider time)
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
            (bool? holds, string? wrong) = Try(when, "when", scope);
            if (wrong is not null)
                return ConditionVerdict.Fails(FailureKind.Validation, $"The condition {when} cannot be judged: {wrong}");
            if (holds == false)
                return ConditionVerdict.Skips($"{when} is false");
        }
        foreach (string wait in waits)
            if (!_met.Contains((step.Id, wait)) && Wait(step, operation, wait, scope, state[step.Id]) is { } verdict)
                return verdict;
        return ConditionVerdict.Holds;
    }

    private ConditionVerdict? Wait(PlanStep step, OperationDefinition? operation, string condition, TemplateScope scope, StepState state)
    {
        (bool? holds, string? wrong) = Try(condition, "wait_condition", scope);
        if (holds == true)
        {
            _met.Add((step.Id, condition));
            return null;
        }
        string what = $"{condition}{(wrong is null ? "" : $" ({wrong.TrimEnd('.')})")}";
        TimeSpan timeout = operation?.Timeout ?? RunParts.DefaultTimeout;
        return state.WaitingSince is { } since && state.WaitingFor == what && time.GetUtcNow() - since >= timeout
            ? ConditionVerdict.Fails(FailureKind.Timeout, $"{condition} was not true within the operation's timeout of {Durations.Text(timeout)}.")
            : ConditionVerdict.Waits(what);
    }

    /// <summary>What a condition says; what is wrong with it when it can say nothing.</summary>
    private (bool? Holds, string? Wrong) Try(string condition, string name, TemplateScope scope)
    {
        try
        {
            return (templates.IsTrue(condition, name, scope), null);
        }
        catch (UnknownValueException e)
        {
            return (null, $"it is {e.Value.Description}.");
        }
        catch (JinjaException e)
        {
            return (null, TemplateProblems.Words(e));
        }
    }

    private TemplateScope ScopeOf(PlanStep step, RunState state)
    {
        IReadOnlyDictionary<string, object?> variables = templates.Resolve(step, facts: null, state.Outputs);
        return templates.ScopeOf(step, variables, facts: null, state.Outputs, reveal: false) with { Status = names => Statuses(names, state) };
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
}
