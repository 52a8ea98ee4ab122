namespace BatchWorkflow.Engine.Planning;

/// <summary>Judges the servers that the plan touches: provider, connection and their settings.</summary>
internal sealed class ServerChecks(PlanDraft draft)
{
    private readonly HashSet<(string Server, OperationDraft? Operation)> _judged = [];

    /// <summary>Judges the servers of these steps, each once.</summary>
    public void Judge(IReadOnlyList<StepDraft> steps)
    {
        foreach (StepDraft step in steps)
            if (step.Site is { } site)
            {
                if (_judged.Add((site.Name, null)))
                    Judge(site);
                if (step.Kind == StepKind.Server && step.Makes && _judged.Add((site.Name, step.Operation)))
                    JudgeSettings(step, site, step.Operation);
            }
    }

    private void Judge(ServerSite site)
    {
        if (!draft.Input.Providers.ContainsKey(site.Server.Provider))
            draft.Problems.Add("Plan.UnknownProvider", $"Provider {site.Server.Provider} of server {site.Name} is not known.",
                Phrases.DidYouMean(site.Server.Provider, [.. draft.Input.Providers.Keys]), draft.InInfrastructure(site.Path("provider")));
        ConnectionDefinition wanted = site.Server.Connection;
        if (!draft.Input.Connections.TryGetValue(wanted.Kind, out ConnectionFactory? connection))
            draft.Problems.Add("Plan.UnknownConnection", $"Connection kind {wanted.Kind} of server {site.Name} is not known.",
                Phrases.DidYouMean(wanted.Kind, [.. draft.Input.Connections.Keys]), draft.InInfrastructure(site.Path("connection.kind")));
        else
            foreach (SettingProblem problem in connection.Validate(wanted))
                draft.Problems.Add("Plan.Setting", $"Connection of server {site.Name}: {problem.Message}", problem.Hint,
                    draft.InInfrastructure(site.Path($"connection.{problem.Setting}")));
    }

    private void JudgeSettings(StepDraft step, ServerSite site, OperationDraft operation)
    {
        if (!draft.Input.Providers.TryGetValue(site.Server.Provider, out Provider? provider))
            return;
        (ResourceSpecification wanted, _) = draft.Templates.Wanted(step);
        foreach (SettingProblem problem in provider.Validate(wanted))
            if (operation.Definition!.Settings.ContainsKey(problem.Setting))
                draft.Problems.Add("Plan.Setting",
                    $"Operation {operation.Id}, server {site.Name} of provider {site.Server.Provider}: {problem.Message}",
                    problem.Hint, draft.InWorkflow(operation.Path($"settings.{problem.Setting}")));
            else
                draft.Problems.Add("Plan.Setting", $"Server {site.Name}: {problem.Message}",
                    problem.Hint, draft.InInfrastructure(site.Path(problem.Setting)));
    }
}
