using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Networking;

/// <summary>Stands in for cilium-agent: answers its health check; it loads nothing into the kernel.</summary>
internal sealed class CiliumAgent(CiliumConfiguration configuration) : StandInService
{
    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() =>
        [new StreamListener(configuration.Health, HttpExchange.Answering((request, _) => Task.FromResult(Answer(request))))];

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await HttpExchange.AskAsync(configuration.Health, "GET", "/healthz", "", cancellationToken);
        if (reply.Status != 200)
            throw new ProbeException($"{configuration.Health}/healthz answers {reply.Status} {reply.Body}");
    }

    private static HttpReply Answer(HttpRequest request) => request is { Method: "GET", Path: "/healthz" }
        ? HttpReply.Ok
        : new HttpReply(404, $"the stand-in for cilium-agent does not know {request.Method} {request.Path}");
}
