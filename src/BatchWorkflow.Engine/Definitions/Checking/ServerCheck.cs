using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks the servers and providers that operations choose.</summary>
internal static class ServerCheck
{
    /// <summary>How many different wildcards and labels a workflow may select servers by: each is compared with every server.</summary>
    internal const int MostSelectors = 1000;

    /// <summary>Runs it.</summary>
    public static void Run(Draft draft, InfrastructureDefinition infrastructure, ProblemList problems)
    {
        KnownNames providers = new(infrastructure.Servers.Select(s => s.Provider).Concat(infrastructure.Providers.Keys));
        KnownNames used = new(infrastructure.Servers.Select(s => s.Provider));
        foreach (string name in infrastructure.Providers.Keys.Where(n => !used.Has(n)))
            problems.Warn("Definition.NoEffect", infrastructure.Source.Find($"providers.{name}"),
                $"providers.{name} has no effect here: no server of infrastructure {infrastructure.Name} is from it.", used.Hint(name));
        Dictionary<string, bool> selectors = [];
        WorkflowDefinition workflow = draft.Workflow;
        for (int i = 0; i < workflow.Operations.Count; i++)
        {
            OperationDefinition operation = workflow.Operations[i];
            for (int j = 0; j < operation.Servers.Count; j++)
            {
                if (!Matches(operation.Servers[j]))
                    problems.Add("Definition.UnknownServer", workflow.Source.Find($"operations[{i}].servers[{j}]"),
                        $"No server is named or labelled {operation.Servers[j]}.", draft.KnownServers.Hint(operation.Servers[j]));
            }
            for (int j = 0; j < operation.Providers.Count; j++)
            {
                if (!providers.Has(operation.Providers[j]))
                    problems.Warn("Definition.UnknownProvider", workflow.Source.Find($"operations[{i}].providers[{j}]"),
                        $"No server of infrastructure {infrastructure.Name} is from provider {operation.Providers[j]}.", providers.Hint(operation.Providers[j]));
            }
        }

        bool Matches(string selector)
        {
            if (draft.KnownServers.Has(selector))
                return true;
            if (selectors.TryGetValue(selector, out bool known))
                return known;
            if (selectors.Count == MostSelectors)
                problems.Add("Definition.TooLarge", workflow.Source.Find("operations"), $"The operations have more than {MostSelectors} different wildcards, labels and unknown names in servers.");
            return selectors[selector] = selectors.Count >= MostSelectors
                || infrastructure.Servers.Any(s => Selector.Matches(selector, s));
        }
    }
}
