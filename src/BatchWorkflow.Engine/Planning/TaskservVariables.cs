namespace BatchWorkflow.Engine.Planning;

/// <summary>The variables that a taskserv's scripts get on a server.</summary>
internal static class TaskservVariables
{
    /// <summary>The taskserv's defaults, and over them in turn those of the workflow, the environment, the server and the user; not rendered.</summary>
    public static IReadOnlyDictionary<string, object?> For(
        TaskservDefinition? taskserv, WorkflowDefinition workflow, ServerDefinition server, PlanOptions options)
    {
        Dictionary<string, object?> variables = new(StringComparer.Ordinal);
        Lay(variables, taskserv?.Variables ?? Values.None);
        Lay(variables, workflow.Variables);
        if (options.Environment is { } name && workflow.Environments.TryGetValue(name, out object? environment))
            Lay(variables, environment as IEnumerable<KeyValuePair<string, object?>> ?? []);
        Lay(variables, server.Variables);
        Lay(variables, options.Variables);
        return variables;
    }

    /// <summary>Where the value of a variable stands that counts on a server.</summary>
    public static SourceLocation PlaceOf(string name, TaskservDefinition? taskserv, ServerSite site, PlanDraft draft)
    {
        if (draft.Input.Options.Variables.ContainsKey(name))
            return new SourceLocation("-Variable", 0, 0);
        if (site.Server.Variables.ContainsKey(name))
            return draft.InInfrastructure(site.Path($"variables.{name}"));
        if (draft.Input.Options.Environment is { } chosen && draft.Workflow.Environments.GetValueOrDefault(chosen) is IReadOnlyDictionary<string, object?> environment
            && environment.ContainsKey(name))
            return draft.InWorkflow($"environments.{chosen}.{name}");
        return draft.Workflow.Variables.ContainsKey(name) || taskserv is null ? draft.InWorkflow($"variables.{name}") : taskserv.Source.Find($"variables.{name}");
    }

    private static void Lay(Dictionary<string, object?> variables, IEnumerable<KeyValuePair<string, object?>> over)
    {
        foreach ((string name, object? value) in over)
            variables[name] = value;
    }
}
