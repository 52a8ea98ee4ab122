namespace BatchWorkflow.Engine.Planning;

/// <summary>The variables that a taskserv's scripts get on a server.</summary>
internal static class TaskservVariables
{
    /// <summary>The taskserv's defaults, and over them in turn those of the workflow, the environment, the server and the user.</summary>
    public static IReadOnlyDictionary<string, object?> For(
        TaskservDefinition taskserv, WorkflowDefinition workflow, ServerDefinition server, PlanOptions options)
    {
        Dictionary<string, object?> variables = new(StringComparer.Ordinal);
        Lay(variables, taskserv.Variables);
        Lay(variables, workflow.Variables);
        if (options.Environment is { } name && workflow.Environments.TryGetValue(name, out object? environment))
            Lay(variables, environment as IEnumerable<KeyValuePair<string, object?>> ?? []);
        Lay(variables, server.Variables);
        Lay(variables, options.Variables);
        return variables;
    }

    private static void Lay(Dictionary<string, object?> variables, IEnumerable<KeyValuePair<string, object?>> over)
    {
        foreach ((string name, object? value) in over)
            variables[name] = value;
    }
}
