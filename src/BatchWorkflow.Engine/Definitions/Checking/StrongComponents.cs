namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Tarjan's strongly connected components, without recursion: graphs come from files of any size.</summary>
internal static class StrongComponents
{
    /// <summary>The component of each node; nodes on a common cycle share one.</summary>
    /// <param name="next">Where the edges of each node go.</param>
    public static int[] Of(List<int>?[] next)
    {
        Search search = new(next);
        for (int node = 0; node < next.Length; node++)
            search.From(node);
        return search.Component;
    }

    private sealed class Search(List<int>?[] next)
    {
        private readonly int[] order = new int[next.Length];
        private readonly int[] low = new int[next.Length];
        private readonly Stack<int> open = new();
        private readonly Stack<(int Node, int Edge)> path = new();
        private int visited;
        private int components;

        public int[] Component { get; } = new int[next.Length];

        public void From(int start)
        {
            if (order[start] != 0)
                return;
            Visit(start);
            while (path.TryPop(out (int Node, int Edge) at))
            {
                List<int> edges = next[at.Node] ?? [];
                if (at.Edge > 0)
                    Lower(at.Node, edges[at.Edge - 1]);
                if (at.Edge == edges.Count)
                {
                    Close(at.Node);
                    continue;
                }
                path.Push((at.Node, at.Edge + 1));
                if (order[edges[at.Edge]] == 0)
                    Visit(edges[at.Edge]);
            }
        }

        private void Visit(int node)
        {
            order[node] = low[node] = ++visited;
            open.Push(node);
            path.Push((node, 0));
        }

        private void Lower(int node, int target)
        {
            if (Component[target] == 0)
                low[node] = Math.Min(low[node], low[target]);
        }

        private void Close(int node)
        {
            if (low[node] != order[node])
                return;
            components++;
            int member;
            do
            {
                member = open.Pop();
                Component[member] = components;
            }
            while (member != node);
        }
    }
}
