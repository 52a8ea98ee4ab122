using System.Net.Sockets;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>Stands in for ceph-mon: greets with the banner of messenger version 2 and says no more; it keeps no map of the cluster.</summary>
internal sealed class CephMonitor(CephConfiguration configuration) : StandInService
{
    // The banner, the length of what follows, then two sets of features, both empty.
    private static readonly byte[] Greeting = [.. "ceph v2\n"u8, 16, 0, .. new byte[16]];

    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() => [new StreamListener(configuration.Listen, GreetAsync)];

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using NetworkStream stream = await configuration.Listen.ConnectAsync(cancellationToken);
        byte[] banner = new byte["ceph v2\n"u8.Length];
        await stream.ReadExactlyAsync(banner, cancellationToken);
        if (!banner.AsSpan().SequenceEqual("ceph v2\n"u8))
            throw new ProbeException($"{configuration.Listen} does not greet as a Ceph monitor does");
    }

    private static async Task GreetAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Greeting, cancellationToken);
        byte[] theirs = new byte[Greeting.Length];
        await stream.ReadExactlyAsync(theirs, cancellationToken);
    }
}
