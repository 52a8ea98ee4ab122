namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks that operations can be ordered: no cycles, and no dependency against the order of a sequential workflow.</summary>
internal static class OrderCheck
{
    /// <summary>Runs it.</summary>
    public static void Run(WorkflowDefinition workflow, ProblemList problems)
    {
        Dictionary<string, int> index = [];
        for (int i = 0; i < workflow.Operations.Count; i++)
            index.TryAdd(workflow.Operations[i].Id, i);
        Dictionary<(int From, int To), string> edges = Edges(workflow, index);
        IReadOnlyList<IReadOnlyList<int>> cycles = Cycles.Find(workflow.Operations.Count, edges.Keys);
        foreach (IReadOnlyList<int> cycle in cycles)
            problems.Add("Definition.Cycle", workflow.Source.Find(edges[(cycle[0], cycle[1])]),
                $"Operations depend on each other in a circle: {Cycles.Show(cycle, i => workflow.Operations[i].Id)}.", "Remove one of these dependencies.");
        if (cycles.Count > 0 || workflow.Type != WorkflowType.Sequential)
            return;
        foreach (((int from, int to), string path) in edges.Where(e => e.Key.To > e.Key.From))
            problems.Add("Definition.Order", workflow.Source.Find(path),
                $"{workflow.Operations[from].Id} depends on {workflow.Operations[to].Id}, which a sequential workflow runs after it.",
                "Move the operation up, or make the workflow's type batch.");
    }

    private static Dictionary<(int From, int To), string> Edges(WorkflowDefinition workflow, Dictionary<string, int> index)
    {
        Dictionary<(int, int), string> edges = [];
        for (int i = 0; i < workflow.Operations.Count; i++)
        {
            for (int j = 0; j < workflow.Operations[i].DependsOn.Count; j++)
            {
                if (index.TryGetValue(workflow.Operations[i].DependsOn[j], out int to))
                    edges.TryAdd((i, to), $"operations[{i}].depends_on[{j}]");
            }
        }
        for (int i = 0; i < workflow.Dependencies.Count; i++)
        {
            if (Operation(workflow.Dependencies[i].Source, index) is { } from && Operation(workflow.Dependencies[i].Target, index) is { } to)
                edges.TryAdd((from, to), $"dependencies[{i}]");
        }
        return edges;
    }

    private static int? Operation(string text, Dictionary<string, int> index) =>
        DependencyName.TryParse(text, out DependencyName? name) && name.Kind == DependencyKind.Operation && index.TryGetValue(name.Name, out int found)
            ? found
            : null;
}
