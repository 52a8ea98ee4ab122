using System.Text.Json.Nodes;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>Stands in for <c>kubectl get nodes</c>, its only command.</summary>
internal static class Kubectl
{
    /// <summary>The table of nodes, a line each.</summary>
    public static async Task<IReadOnlyList<string>> GetNodesAsync(Kubeconfig cluster, CancellationToken cancellationToken)
    {
        HttpReply reply = await HttpExchange.AskAsync(cluster.Server, "GET", "/api/v1/nodes", "", cancellationToken);
        if (reply.Status != 200 || JsonNode.Parse(reply.Body) is not JsonObject table)
            throw new ProbeException($"{cluster.Server} answers {reply.Status}");
        List<string[]> lines = [[.. table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.ToString().ToUpperInvariant())]];
        lines.AddRange(table["rows"]!.AsArray().Select(row => row!["cells"]!.AsArray().Select(cell => cell!.ToString()).ToArray()));
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        return [.. lines.Select(line => string.Join("   ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())];
    }
}
