using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>The variables of a load: those of the chosen environment over the workflow's.</summary>
internal static class Variables
{
    /// <summary>The workflow with the variables of the environment that the user chose.</summary>
    public static WorkflowDefinition Apply(WorkflowDefinition workflow, PlanOptions options, ProblemList problems)
    {
        CheckGiven(options.Variables, problems);
        if (options.Environment is not { Length: > 0 } name)
            return workflow;
        if (workflow.Environments.GetValueOrDefault(name) is not IReadOnlyDictionary<string, object?> chosen)
        {
            problems.Add("Definition.UnknownEnvironment", workflow.Source.Find("environments"), $"The workflow has no environment {name}.",
                NearestName.Hint(name, workflow.Environments.Keys)
                ?? (workflow.Environments.Count == 0 ? "It has no environments." : $"It has {string.Join(", ", workflow.Environments.Keys)}."));
            return workflow;
        }
        Binder binder = new(problems);
        binder.Enter("environments");
        binder.Enter(name);
        Dictionary<string, object?> variables = new(workflow.Variables);
        foreach ((string key, object? value) in chosen)
        {
            variables[key] = value;
            binder.Enter(key);
            Later.CheckValue(value, workflow.Source.Find(binder.Path), binder);
            binder.Leave();
        }
        return workflow with { Variables = variables };
    }

    private static void CheckGiven(IReadOnlyDictionary<string, object?> given, ProblemList problems)
    {
        SourceLocation at = new("-Variable", 0, 0);
        Binder binder = new(problems);
        foreach ((string key, object? value) in given)
        {
            binder.Enter(key);
            if (!Names.Variable.IsMatch(key))
                binder.Add("Definition.Name", at, $"The name \"{key}\" cannot be used.", Names.VariableRule);
            if (Nul.IsIn(value))
                binder.Add("Definition.Control", at, $"{binder.Subject} holds a NUL character.", "Remove it: neither files nor scripts can be given one.");
            Later.CheckValue(value, at, binder);
            binder.Leave();
        }
    }
}
