using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Renders every template of every step with what is known now, strictly: a name that is not defined is a problem of the plan, and what is
/// known later only is noted.
/// </summary>
internal sealed class TemplateChecks(PlanDraft draft)
{
    private const string HealthCommand = "health_check.command";

    private readonly HashSet<(string Taskserv, string Server)> _judged = [];
    private readonly Dictionary<(string, string), IReadOnlyList<KnownLater>> _later = [];

    /// <summary>Judges the steps.</summary>
    public void Judge(IReadOnlyList<StepDraft> steps)
    {
        foreach (StepDraft step in steps)
            if (step is { Kind: StepKind.Taskserv, IsSelected: true } && LaterOf(step) is { } later && !step.IsSkipped)
                step.Later.AddRange(later);
    }

    private IReadOnlyList<KnownLater> LaterOf(StepDraft step)
    {
        (string, string) key = (step.Taskserv!.Name, step.Site!.Name);
        if (_judged.Add(key))
            _later[key] = Judge(step);
        return _later[key];
    }

    private List<KnownLater> Judge(StepDraft step)
    {
        List<KnownLater> later = [];
        IReadOnlyDictionary<string, object?> variables = draft.Templates.VariablesOf(step.Taskserv, step.Site!);
        foreach ((string name, object? value) in variables)
            if (value is UnknownValue unknown && !Unknowns.IsSecret(unknown) && unknown != Unknowns.Broken)
                later.Add(new KnownLater(name, unknown.Description));
        CheckSizes(step, variables);
        TemplateScope scope = draft.Templates.ScopeOf(step);
        foreach ((string file, JinjaTemplate template) in draft.Input.Templates.Of(step.Taskserv!.Name))
            Try(step, later, file, template, scope);
        if (step.Taskserv.HealthCheck is { IsTemplate: true } health)
            Try(step, later, HealthCommand, TextTemplates.Compile(health.Command, HealthCommand), scope);
        return later;
    }

    /// <summary>What is known by now and no script can be started with.</summary>
    private void CheckSizes(StepDraft step, IReadOnlyDictionary<string, object?> variables)
    {
        Dictionary<string, string> environment = variables.Where(v => IsKnown(v.Value))
            .ToDictionary(v => v.Key, v => ScriptVariable.TextOf(v.Value), StringComparer.Ordinal);
        bool isOneTooLarge = false;
        foreach ((string name, string text) in environment)
            if (ScriptVariable.TooLarge(name, ScriptVariable.NameOf(name), text) is { } why)
            {
                isOneTooLarge = true;
                TellSize(step, name, why, TaskservVariables.PlaceOf(name, step.Taskserv, step.Site!, draft));
            }
        if (!isOneTooLarge && ScriptVariable.TooLarge(environment.Select(v => KeyValuePair.Create(ScriptVariable.NameOf(v.Key), v.Value))) is { } tooMuch)
            TellSize(step, "", tooMuch, draft.InWorkflow("variables"));
    }

    private static bool IsKnown(object? value) => value switch
    {
        UnknownValue => false,
        IReadOnlyDictionary<string, object?> map => map.Values.All(IsKnown),
        IEnumerable<object?> list => list.All(IsKnown),
        _ => true,
    };

    private void TellSize(StepDraft step, string variable, string why, SourceLocation place) =>
        draft.Problems.AddTo($"size of {variable}", step.Site!.Name, new Problem { Code = "Plan.VariableTooLarge", Location = place, Message = $"On {{0}}: {why}", Hint = ScriptVariable.Hint });

    private void Try(StepDraft step, List<KnownLater> later, string what, JinjaTemplate template, TemplateScope scope)
    {
        IReadOnlyList<JinjaNameUse> used = template.FindUndeclared();
        try
        {
            string text = template.Render(scope.ToContext(used), CancellationToken.None);
            if (what == HealthCommand && Nul.IsIn(text))
                draft.Problems.AddTo($"{step.Taskserv!.Name} NUL", step.Site!.Name, new Problem
                {
                    Code = TemplateProblems.Code,
                    Location = step.Taskserv.Source.Find(HealthCommand),
                    Message = $"{HealthCommand} of taskserv {step.Taskserv.Name} on {{0}} holds a NUL character, which no command can.",
                });
        }
        catch (UnknownValueException e)
        {
            if (!Unknowns.IsSecret(e.Value) && e.Value != Unknowns.Broken)
                later.Add(new KnownLater(TemplateMarks.Rendered(what), e.Value.Description));
            TryToTheEnd(step, what, template, scope);
        }
        catch (JinjaException e)
        {
            Tell(step, what, e);
        }
    }

    /// <summary>Looks for names that are not defined behind the first value that is known later; what else fails may be for want of that.</summary>
    private void TryToTheEnd(StepDraft step, string what, JinjaTemplate template, TemplateScope scope)
    {
        IReadOnlyList<JinjaNameUse> used = template.FindUndeclared();
        List<JinjaException> missing = [.. Placeholders.Both.Select(p => Missing(template, p.In(scope, used))).OfType<JinjaException>()];
        if (missing.Count == Placeholders.Both.Count && missing.TrueForAll(e => e.Message == missing[0].Message))
            Tell(step, what, missing[0]);
    }

    /// <summary>What a template uses that is not defined, or null.</summary>
    private static JinjaException? Missing(JinjaTemplate template, JinjaContext context)
    {
        try
        {
            template.Render(context, CancellationToken.None);
            return null;
        }
        catch (JinjaException e)
        {
            return e.Kind == JinjaErrorKind.Undefined ? e : null;
        }
        catch (UnknownValueException)
        {
            return null;
        }
    }

    private void Tell(StepDraft step, string what, JinjaException e) =>
        draft.Problems.AddTo($"{step.Taskserv!.Name} {what} {e.Message}", step.Site!.Name, new Problem
        {
            Code = TemplateProblems.Code,
            Location = PlaceOf(step.Taskserv, what, e),
            Message = $"On {{0}}: {TemplateProblems.Words(e)}",
        });

    private static SourceLocation PlaceOf(TaskservDefinition taskserv, string what, JinjaException e) => TemplateMarks.IsTemplateFile(what)
        ? new SourceLocation(Path.Combine(taskserv.Folder, e.Template ?? what), e.Line, e.Column)
        : taskserv.Source.Find(what);
}
