namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks what taskservs require of each other.</summary>
internal static class TaskservCheck
{
    /// <summary>How to add a taskserv that is not there.</summary>
    public static string WhereToAdd(string name) => $"Add a folder taskservs/{name} beside the workflow.";

    /// <summary>Runs it.</summary>
    public static void Run(Draft draft, ProblemList problems)
    {
        List<TaskservDefinition> taskservs = [.. draft.Taskservs.Values];
        Dictionary<string, int> index = [];
        for (int i = 0; i < taskservs.Count; i++)
            index[taskservs[i].Name] = i;
        Dictionary<(int From, int To), string> edges = [];
        for (int i = 0; i < taskservs.Count; i++)
        {
            TaskservDefinition taskserv = taskservs[i];
            for (int j = 0; j < taskserv.Requires.Count; j++)
            {
                if (index.TryGetValue(taskserv.Requires[j], out int to))
                    edges.TryAdd((i, to), $"requires[{j}]");
                else if (!draft.KnownTaskservs.Has(taskserv.Requires[j]))
                    problems.Add("Definition.UnknownTaskserv", taskserv.Source.Find($"requires[{j}]"),
                        $"Taskserv {taskserv.Name} requires {taskserv.Requires[j]}, which is not there.",
                        draft.KnownTaskservs.Hint(taskserv.Requires[j]) ?? WhereToAdd(taskserv.Requires[j]));
            }
            foreach (string both in taskserv.Requires.Intersect(taskserv.ConflictsWith).Where(n => n.Length > 0))
                problems.Add("Definition.Conflict", taskserv.Source.Find("conflicts_with"), $"Taskserv {taskserv.Name} both requires {both} and conflicts with it.");
        }
        foreach (IReadOnlyList<int> cycle in Cycles.Find(taskservs.Count, edges.Keys))
            problems.Add("Definition.Cycle", taskservs[cycle[0]].Source.Find(edges[(cycle[0], cycle[1])]),
                $"Taskservs require each other in a circle: {Cycles.Show(cycle, i => taskservs[i].Name)}.", "Remove one of these requirements.");
    }
}
