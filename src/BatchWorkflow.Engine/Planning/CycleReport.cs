namespace BatchWorkflow.Engine.Planning;

/// <summary>Tells cycles of steps: one problem for each distinct set of causes, however many servers it shows on.</summary>
internal sealed class CycleReport(PlanDraft draft)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds the cycle that ends the path: each node of it waits for the next by the edge before its Next, the last for
    /// <paramref name="first"/>.
    /// </summary>
    public void Add(IEnumerable<(GraphNode Node, int Next)> path, GraphNode first)
    {
        List<(GraphNode Node, DraftEdge Edge)> cycle = [];
        foreach ((GraphNode node, int next) in path)
        {
            cycle.Add((node, node.EdgeAt(next - 1)));
            if (ReferenceEquals(node, first))
                break;
        }
        cycle.Reverse();
        while (cycle[0].Node is not StepDraft)
            cycle = [.. cycle.Skip(1), cycle[0]];
        if (_told.Add(string.Join('\n', cycle.Select(c => c.Edge.Origin.ToString()).Order(StringComparer.Ordinal))))
            Tell(cycle);
    }

    private void Tell(List<(GraphNode Node, DraftEdge Edge)> cycle)
    {
        List<(StepDraft Step, DraftEdge Edge)> steps = [.. cycle.Where(c => c.Node is StepDraft).Select(c => ((StepDraft)c.Node, c.Edge))];
        IEnumerable<string> names = steps.Select(s => s.Step.Id).Append(steps[0].Step.Id);
        IEnumerable<string> causes = steps.Zip(names.Skip(1), (s, next) => $"{s.Step.Id} waits for {next}: {s.Edge.Origin}");
        draft.Problems.Add("Plan.Cycle", $"The steps wait for each other: {string.Join(" -> ", names)}.",
            string.Join("; ", causes) + ".", steps.Select(s => s.Edge.Origin.Location).FirstOrDefault(l => l.Line > 0));
    }
}
