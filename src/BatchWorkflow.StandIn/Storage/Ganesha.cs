using System.Net.Sockets;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>Stands in for ganesha.nfsd: answers the NULL call of NFS version 4 over TCP, and no other; it serves no files.</summary>
internal sealed class Ganesha(GaneshaConfiguration configuration) : StandInService
{
    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() => [new StreamListener(configuration.Listen, ConverseAsync)];

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using NetworkStream stream = await configuration.Listen.ConnectAsync(cancellationToken);
        await RpcRecord.WriteAsync(stream, RpcCall.Null.Encode(), cancellationToken);
        if (!RpcCall.Null.IsAcceptedBy(await RpcRecord.ReadAsync(stream, cancellationToken)))
            throw new ProbeException($"{configuration.Listen} does not serve NFS version 4");
    }

    private static async Task ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await RpcRecord.ReadAsync(stream, cancellationToken) is { } record)
        {
            if (RpcCall.Decode(record) is not { } call)
                return;
            await RpcRecord.WriteAsync(stream, call.Reply(), cancellationToken);
        }
    }
}
