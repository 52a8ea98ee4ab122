namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Orders what must not happen at once though nothing else orders it: steps of an operation that is not parallel, steps on the same
/// taskserv, and changes of a server against all that happens on it. It follows the order that is there, so it never makes a cycle.
/// </summary>
internal sealed class Turns(WorkflowDefinition workflow)
{
    private readonly Dictionary<OperationDraft, StepDraft> _lastOf = [];
    private readonly Dictionary<(string, string), StepDraft> _lastOn = [];
    private readonly Dictionary<string, ServerTurn> _servers = new(StringComparer.Ordinal);

    /// <summary>Adds the edges to steps in their order.</summary>
    public void Connect(IReadOnlyList<StepDraft> sorted)
    {
        foreach (StepDraft step in sorted)
        {
            if (workflow.Type != WorkflowType.Parallel && step.Operation.Definition is { Parallel: false })
                Follow(step, Swap(_lastOf, step.Operation, step));
            if (step.Kind == StepKind.Taskserv)
                Follow(step, Swap(_lastOn, (step.Taskserv!.Name, step.Site!.Name), step));
            if (step.Site is { } site)
                FollowOnServer(step, Turn(site.Name));
        }
    }

    private static void FollowOnServer(StepDraft step, ServerTurn turn)
    {
        if (step.Kind != StepKind.Server || step.Type == OperationType.Check)
        {
            Follow(step, turn.Changed);
            turn.Since.Add(step);
            return;
        }
        Follow(step, turn.Changed);
        foreach (StepDraft before in turn.Since)
            Follow(step, before);
        turn.Since.Clear();
        turn.Changed = step;
    }

    private static void Follow(StepDraft step, StepDraft? before)
    {
        if (before is not null && !step.Operation.WaitsFor(before.Operation))
            step.Edges.Add(new DraftEdge(before, StepEdge.Order, EdgeOrigin.Turn));
    }

    private static StepDraft? Swap<TKey>(Dictionary<TKey, StepDraft> last, TKey key, StepDraft step)
        where TKey : notnull
    {
        last.Remove(key, out StepDraft? before);
        last.Add(key, step);
        return before;
    }

    private ServerTurn Turn(string server)
    {
        if (!_servers.TryGetValue(server, out ServerTurn? turn))
            _servers.Add(server, turn = new ServerTurn());
        return turn;
    }

    private sealed class ServerTurn
    {
        public StepDraft? Changed { get; set; }
        public List<StepDraft> Since { get; } = [];
    }
}
