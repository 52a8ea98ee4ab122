namespace BatchWorkflow.Engine.Definitions;

/// <summary>Lays the provider settings of operations over their servers, where the workflow may name such settings at all.</summary>
internal static class ServerSettings
{
    /// <summary>The infrastructure with the settings of the workflow's operations.</summary>
    public static InfrastructureDefinition Apply(WorkflowDefinition workflow, InfrastructureDefinition infrastructure, ProblemList problems)
    {
        if (workflow.Operations.All(o => o.Settings.Count == 0))
            return infrastructure;
        Dictionary<string, ServerDefinition> servers = [];
        foreach (ServerDefinition server in infrastructure.Servers)
            servers.TryAdd(server.Name, server);
        for (int i = 0; i < workflow.Operations.Count; i++)
        {
            if (workflow.Operations[i].Settings.Count > 0 && MayName(workflow, i, problems))
                Lay(workflow, i, servers, problems);
        }
        return infrastructure with { Servers = [.. infrastructure.Servers.Select(s => servers[s.Name])] };
    }

    private static bool MayName(WorkflowDefinition workflow, int index, ProblemList problems)
    {
        SourceLocation at = workflow.Source.Find($"operations[{index}].settings");
        if (workflow.ProviderAgnostic)
            problems.Add("Definition.ProviderAgnostic", at, $"operations[{index}].settings names provider settings, but the workflow is provider_agnostic.",
                "Move them into the infrastructure file, or say provider_agnostic: false.");
        else if (workflow.Operations[index].Target != OperationTarget.Server)
            problems.Add("Definition.Conflict", at, $"operations[{index}].settings are provider settings, which only operations on servers have.",
                "Use variables for taskservs.");
        else
            return true;
        return false;
    }

    private static void Lay(WorkflowDefinition workflow, int index, Dictionary<string, ServerDefinition> servers, ProblemList problems)
    {
        OperationDefinition operation = workflow.Operations[index];
        foreach (string item in operation.Items)
        {
            if (!servers.TryGetValue(item, out ServerDefinition? server) || (operation.Providers.Count > 0 && !operation.Providers.Contains(server.Provider)))
                continue;
            Dictionary<string, object?> settings = new(server.Settings);
            foreach ((string key, object? value) in operation.Settings)
            {
                if (settings.TryAdd(key, value) || Equals(settings[key], value))
                    continue;
                problems.Add("Definition.Conflict", workflow.Source.Find($"operations[{index}].settings.{key}"),
                    $"operations[{index}].settings.{key} differs from what server {item} has already.", "Keep one of them.");
            }
            servers[item] = server with { Settings = settings };
        }
    }
}
