using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// An operation whose templates or condition use another's outputs waits for it as if it named it in depends_on; one whose condition looks at
/// another's status waits for its end, whatever that is.
/// </summary>
internal sealed class TemplateEdges(PlanDraft draft)
{
    private readonly List<string> _operations = [.. draft.Operations.Select(o => o.Id)];

    /// <summary>Connects every operation.</summary>
    public void Connect()
    {
        foreach (OperationDraft operation in draft.Operations)
        {
            OperationDefinition definition = operation.Definition!;
            if (definition.When is { } condition && Conditions(condition) is { } expression)
                Connect(operation, expression.FindUndeclared(), operation.Path("when"));
            Connect(operation, NamesIn(definition.Settings), operation.Path("settings"));
            if (definition.Gate is { IsTemplate: true, Message: { } message })
                Connect(operation, draft.Templates.Texts.NamesIn(message, "message"), operation.Path("message"));
            foreach (TaskservDefinition taskserv in operation.Steps.Select(s => s.Taskserv).OfType<TaskservDefinition>().Distinct())
                Connect(operation, NamesOf(taskserv), operation.Path("items"));
        }
    }

    private JinjaExpression? Conditions(string condition)
    {
        try
        {
            return draft.Templates.Texts.CompileExpression(condition, "when");
        }
        catch (JinjaException)
        {
            return null; // The loader told it.
        }
    }

    /// <summary>What a taskserv's own texts use, and what the variables use that they name.</summary>
    private IEnumerable<JinjaNameUse> NamesOf(TaskservDefinition taskserv)
    {
        List<JinjaNameUse> direct =
        [
            .. draft.Input.Templates.Of(taskserv.Name).Values.SelectMany(t => t.FindUndeclared()),
            .. taskserv.HealthCheck is { IsTemplate: true } health ? draft.Templates.Texts.NamesIn(health.Command, "health_check.command") : [],
            .. NamesIn(taskserv.Variables),
        ];
        IEnumerable<string> variables = direct.Select(r => r.Name == "vars" ? (r.Path.Count > 0 ? r.Path[0] : null) : r.Name).OfType<string>().Distinct(StringComparer.Ordinal);
        return direct.Concat(variables.SelectMany(v => NamesIn(draft.Workflow.Variables.GetValueOrDefault(v))));
    }

    private IEnumerable<JinjaNameUse> NamesIn(object? value) => value switch
    {
        TemplateText text => draft.Templates.Texts.NamesIn(text.Text, ""),
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(NamesIn),
        IReadOnlyList<object?> list => list.SelectMany(NamesIn),
        _ => [],
    };

    private void Connect(OperationDraft operation, IEnumerable<JinjaNameUse> names, string path)
    {
        foreach (JinjaNameUse name in names)
            if (name.Name is "outputs" or "status" && name.Path.Count > 0)
                Connect(operation, name.Name, name.Path[0], draft.InWorkflow(path));
    }

    private void Connect(OperationDraft operation, string kind, string name, SourceLocation at)
    {
        if (OutputNames.OperationOf(name, _operations) is not { } id)
        {
            draft.Problems.AddTo($"{operation.Id} {kind} {name}", name, new Problem
            {
                Code = "Plan.UnknownOperation",
                Location = at,
                Message = $"Operation {operation.Id} uses the {kind} of {name}, and no operation has that id.",
                Hint = Phrases.DidYouMean(name, [.. _operations.Select(o => OutputNames.Plain(o) == o ? o : OutputNames.Plain(o))]),
            });
            return;
        }
        OperationDraft target = draft.Operation(id)!;
        if (target == operation)
            return;
        bool isOutput = kind == "outputs";
        operation.Barriers.Add(new DraftEdge(target, isOutput ? StepEdge.Hard : StepEdge.Order,
            new EdgeOrigin($"operation {operation.Id} uses the {kind} of {id}", at), isOutput ? EdgeNeed.Step : EdgeNeed.None, isOutput && draft.GoesOn(target), isOutput));
    }
}
