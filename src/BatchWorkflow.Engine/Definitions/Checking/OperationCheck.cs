namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks the ids of operations and the names in depends_on.</summary>
internal static class OperationCheck
{
    /// <summary>Runs it.</summary>
    public static void Run(WorkflowDefinition workflow, ProblemList problems)
    {
        if (workflow.Operations.Count == 0 && workflow.Templates.Count > 0)
            problems.Add("Definition.Empty", workflow.Source.Find("templates"), "The workflow has no operations, and its templates yield none.",
                "Look at the templates with Resolve-BatchTemplate -Path.");
        UniqueNames.Check(workflow.Operations.Select(o => o.Id), i => workflow.Source.Find($"operations[{i}].id"), "operation", problems);
        KnownNames known = new(workflow.Operations.Select(o => o.Id));
        for (int i = 0; i < workflow.Operations.Count; i++)
        {
            IReadOnlyList<string> names = workflow.Operations[i].DependsOn;
            for (int j = 0; j < names.Count; j++)
            {
                if (!known.Has(names[j]))
                    problems.Add("Definition.UnknownOperation", workflow.Source.Find($"operations[{i}].depends_on[{j}]"),
                        $"No operation has the id {names[j]}.", known.Hint(names[j]));
            }
        }
    }
}
