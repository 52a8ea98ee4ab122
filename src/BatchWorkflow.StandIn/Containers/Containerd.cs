using System.Net.Sockets;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Containers;

/// <summary>
/// Stands in for containerd: on its gRPC socket it greets as every HTTP/2 server does, answers pings, and refuses each call,
/// because it runs no containers.
/// </summary>
internal sealed class Containerd(ContainerdConfiguration configuration) : StandInService
{
    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() => [new StreamListener(configuration.Grpc, ConverseAsync)];

    /// <inheritdoc />
    public override Task ProbeAsync(CancellationToken cancellationToken) => AnswersAsync(configuration.Grpc, cancellationToken);

    /// <summary>Greets whoever listens there, as a gRPC client does; throws unless it greets back.</summary>
    public static async Task AnswersAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        await using NetworkStream stream = await endpoint.ConnectAsync(cancellationToken);
        await stream.WriteAsync(Http2Frame.Preface, cancellationToken);
        await new Http2Frame(Http2FrameType.Settings, 0, 0, []).WriteAsync(stream, cancellationToken);
        Http2Frame? greeting = await Http2Frame.ReadAsync(stream, cancellationToken);
        if (greeting?.Type != Http2FrameType.Settings)
            throw new ProbeException($"{endpoint} does not speak gRPC");
    }

    private static async Task ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] preface = new byte[Http2Frame.Preface.Length];
        await stream.ReadExactlyAsync(preface, cancellationToken);
        if (!Http2Frame.Preface.Span.SequenceEqual(preface))
            return;
        await new Http2Frame(Http2FrameType.Settings, 0, 0, []).WriteAsync(stream, cancellationToken);
        while (await Http2Frame.ReadAsync(stream, cancellationToken) is { } frame)
        {
            if (Answer(frame) is { } answer)
                await answer.WriteAsync(stream, cancellationToken);
        }
    }

    private static Http2Frame? Answer(Http2Frame frame) => frame switch
    {
        { IsAcknowledgement: true } => null,
        { Type: Http2FrameType.Settings } => new Http2Frame(Http2FrameType.Settings, Http2Frame.Acknowledgement, 0, []),
        { Type: Http2FrameType.Ping } => new Http2Frame(Http2FrameType.Ping, Http2Frame.Acknowledgement, 0, frame.Payload),
        { Type: Http2FrameType.Headers } => Http2Frame.Refuse(frame.Stream),
        _ => null,
    };
}
