using System.Net.Sockets;
using BatchWorkflow.StandIn.Containers;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>
/// Stands in for a kubelet: answers health checks and tells the API server, again and again, that its node is there, and
/// whether the container runtime answers. It runs no pods.
/// </summary>
internal sealed class Kubelet(KubeletConfiguration configuration, Kubeconfig cluster, Node node) : StandInService
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() =>
    [
        new StreamListener(configuration.Healthz, HttpExchange.Answering((request, _) => Task.FromResult(Answer(request)))),
        new StreamListener(configuration.Listen, HttpExchange.Answering((request, _) => Task.FromResult(Answer(request)))),
    ];

    /// <inheritdoc />
    public override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool told = await TryTellAsync(cancellationToken);
            await Task.Delay(told ? configuration.StatusFrequency : SoonAgain, cancellationToken);
        }
    }

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await HttpExchange.AskAsync(configuration.Healthz, "GET", "/healthz", "", cancellationToken);
        if (reply != HttpReply.Ok)
            throw new ProbeException($"{configuration.Healthz}/healthz answers {reply.Status} {reply.Body}");
    }

    private static HttpReply Answer(HttpRequest request) => request is { Method: "GET", Path: "/healthz" }
        ? HttpReply.Ok
        : new HttpReply(404, $"the stand-in for kubelet does not know {request.Method} {request.Path}");

    private async Task<bool> TryTellAsync(CancellationToken cancellationToken)
    {
        string news = (node with { Ready = await RuntimeAnswersAsync(cancellationToken) }).ToJson().ToJsonString();
        try
        {
            HttpReply renewed = await AskAsync("PUT", $"/api/v1/nodes/{node.Name}/status", news, cancellationToken);
            HttpReply reply = renewed.Status == 404 ? await AskAsync("POST", "/api/v1/nodes", news, cancellationToken) : renewed;
            return reply.Status is 200 or 201;
        }
        catch (Exception exception) when (exception is SocketException or IOException || IsLate(exception, cancellationToken))
        {
            return false;
        }
    }

    private async Task<bool> RuntimeAnswersAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = Limit(cancellationToken);
        try
        {
            await Containerd.AnswersAsync(configuration.Runtime, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException or ProbeException || IsLate(exception, cancellationToken))
        {
            return false;
        }
    }

    private async Task<HttpReply> AskAsync(string method, string path, string body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = Limit(cancellationToken);
        return await HttpExchange.AskAsync(cluster.Server, method, path, body, patience.Token);
    }

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(Patience);
        return source;
    }

    private static bool IsLate(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
