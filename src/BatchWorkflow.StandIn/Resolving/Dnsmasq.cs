using System.Net.Sockets;
using System.Security.Cryptography;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Resolving;

/// <summary>Stands in for dnsmasq: answers A and AAAA for the names of its hosts files over UDP, and asks its upstream about the rest.</summary>
internal sealed class Dnsmasq(DnsmasqConfiguration configuration) : StandInService
{
    private static readonly TimeSpan UpstreamPatience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() => [new DatagramListener(configuration.Listen, AnswerAsync)];

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        string name = configuration.Hosts.FirstOrDefault()?.Key ?? throw new ProbeException("no hosts file names a host that could be asked for");
        DnsType type = configuration.Hosts[name].First().AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.Ipv6 : DnsType.Ipv4;
        DnsQuestion question = DnsQuestion.Ask((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue), name, type);
        byte[] reply = await configuration.Listen.AskAsync(question.Wire, cancellationToken);
        if (!question.IsAnsweredBy(reply))
            throw new ProbeException($"{configuration.Listen} does not know {name}");
    }

    private async Task<byte[]?> AnswerAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        if (DnsQuestion.Read(datagram.Span) is not { } question)
            return null;
        if (configuration.Hosts.Contains(question.Name))
            return question.Answer(DnsResult.Found, configuration.Hosts[question.Name]);
        if (IsLocal(question.Name))
            return question.Answer(DnsResult.NoSuchName, []);
        return configuration.Upstream is { } upstream
            ? await RelayAsync(question, datagram, upstream, cancellationToken)
            : question.Answer(DnsResult.Refused, []);
    }

    private static async Task<byte[]> RelayAsync(
        DnsQuestion question, ReadOnlyMemory<byte> datagram, Endpoint upstream, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(UpstreamPatience);
        try
        {
            return await upstream.AskAsync(datagram, patience.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return question.Answer(DnsResult.ServerFailed, []);
        }
    }

    private bool IsLocal(string name) =>
        configuration.LocalDomain is { } domain && (name == domain || name.EndsWith("." + domain, StringComparison.Ordinal));
}
