using System.Net;
using BatchWorkflow.StandIn.Resolving;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Tests;

/// <summary>The resolver's answers, byte by byte where a real client would look.</summary>
public sealed class DnsmasqTests : IDisposable
{
    // A query as `dig` sends it, without its EDNS record: id 0x1234, recursion desired, one.internal, A, IN.
    private static readonly byte[] Query =
        [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, .. "one"u8, 8, .. "internal"u8, 0, 0, 1, 0, 1];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task KnownName_ForIpv4_AnswersItsAddress()
    {
        byte[] reply = await AskAsync(Query);

        Assert.Equal([0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], reply[..12]);
        Assert.Equal(Query[12..], reply[12..Query.Length]);
        Assert.Equal([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 7], reply[Query.Length..]);
    }

    [Fact]
    public async Task KnownName_ForIpv6_AnswersWithoutAddress()
    {
        byte[] query = [.. Query];
        query[^3] = 28;

        byte[] reply = await AskAsync(query);

        Assert.Equal((0, 0), (reply[3] & 0x0F, reply[7]));
    }

    [Fact]
    public async Task UnknownName_OfTheLocalDomain_DoesNotExist()
    {
        byte[] query = [.. Query];
        query[13] = (byte)'0';

        byte[] reply = await AskAsync(query);

        Assert.Equal(3, reply[3] & 0x0F);
    }

    [Fact]
    public async Task NameOfAnotherDomain_WithoutUpstream_IsRefused()
    {
        byte[] query = [.. Query];
        query[17] = (byte)'e';

        byte[] reply = await AskAsync(query);

        Assert.Equal(5, reply[3] & 0x0F);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(26)]
    public void Question_CutOff_IsNone(int length) => Assert.Null(DnsQuestion.Read(Query.AsSpan(0, length)));

    public void Dispose() => folder.Dispose();

    private async Task<byte[]> AskAsync(byte[] query)
    {
        int port = PortSlice.Take();
        string hosts = folder.Write("hosts", "127.0.0.7 one\n");
        string file = folder.Write("dnsmasq.conf", $"""
            port={port}
            listen-address=127.0.0.1
            no-resolv
            expand-hosts
            domain=internal
            addn-hosts={hosts}
            local=/internal/
            """);
        Dnsmasq resolver = new(DnsmasqConfiguration.Read(file));
        using CancellationTokenSource end = new();
        Task serving = resolver.Listen()[0].ServeAsync(end.Token);
        byte[] reply = await Endpoint.Port(IPAddress.Loopback, port).AskAsync(query, end.Token).WaitAsync(TimeSpan.FromSeconds(10), end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        return reply;
    }
}
