namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks the names in dependencies.</summary>
internal static class DependencyCheck
{
    /// <summary>Runs it.</summary>
    public static void Run(Draft draft, ProblemList problems)
    {
        WorkflowDefinition workflow = draft.Workflow;
        KnownNames operations = new(workflow.Operations.Select(o => o.Id));
        for (int i = 0; i < workflow.Dependencies.Count; i++)
        {
            DependencyDefinition dependency = workflow.Dependencies[i];
            bool isOptional = dependency.Type == DependencyType.Optional;
            Check(dependency.Source, $"dependencies[{i}].source", mayLack: false);
            Check(dependency.Target, $"dependencies[{i}].target", mayLack: isOptional);
        }

        void Check(string text, string path, bool mayLack)
        {
            // A text that is no name at all was told when the file was read.
            if (!DependencyName.TryParse(text, out DependencyName? name))
                return;
            SourceLocation at = workflow.Source.Find(path);
            foreach ((string what, string missing, string? hint) in Unknown(name, draft, operations))
                problems.Add(new Problem
                {
                    Code = $"Definition.Unknown{what}",
                    Location = at,
                    Message = $"{path}: there is no {(what == "Operation" ? "operation" : what.ToLowerInvariant())} {missing}.",
                    Hint = hint,
                    IsWarning = mayLack,
                });
        }
    }

    private static IEnumerable<(string What, string Missing, string? Hint)> Unknown(DependencyName name, Draft draft, KnownNames operations)
    {
        (string what, KnownNames known) = name.Kind switch
        {
            DependencyKind.Operation => ("Operation", operations),
            DependencyKind.Server => ("Server", draft.KnownServers),
            DependencyKind.Taskserv => ("Taskserv", draft.KnownTaskservs),
            _ => ("Cluster", draft.KnownClusters),
        };
        bool isJudged = draft.Infrastructure is not null || name.Kind is DependencyKind.Operation or DependencyKind.Taskserv;
        if (isJudged && !known.Has(name.Name))
            yield return (what, name.Name, known.Hint(name.Name));
        if (draft.Infrastructure is not null && name.Server is { } server && !draft.KnownServers.Has(server))
            yield return ("Server", server, draft.KnownServers.Hint(server));
    }
}
