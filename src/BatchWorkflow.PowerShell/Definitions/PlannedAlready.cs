namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>What a plan has settled: parameters that would make another plan have no say beside it.</summary>
internal static class PlannedAlready
{
    private static readonly string[] Settled =
        ["Operation", "Server", "WithDependencies", "AllowReplace", "OnFailure", "Environment", "Validate"];

    /// <summary>Refuses parameters that the plan cannot follow (Plan.Settled).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="parameters">The names of the parameters that were given.</param>
    /// <param name="variables">The variables that were given: secrets only, under names that the plan knows as such.</param>
    public static void Refuse(Plan plan, IEnumerable<string> parameters, GivenVariables variables)
    {
        List<string> refused = [.. Settled.Intersect(parameters, StringComparer.OrdinalIgnoreCase).Select(name => "-" + name)];
        refused.AddRange(variables.Plain.Where(v => !IsOfPlan(plan, variables, v.Key, v.Value)).Select(v => $"-Variable {v.Key}"));
        if (refused.Count > 0)
            throw new BatchWorkflowException("Plan.Settled", $"A plan is carried out as it is: {string.Join(", ", refused)} cannot change it.")
            {
                RecommendedAction = "Give them to New-BatchPlan, or submit the workflow's file with them. Beside a plan, -Variable gives the secrets that it was made with.",
            };
    }

    private static bool IsOfPlan(Plan plan, GivenVariables variables, string name, object? value) =>
        variables.IsOfSecret(name) && plan.Options.Variables.TryGetValue(name, out object? planned) && Equals(planned, value);
}
