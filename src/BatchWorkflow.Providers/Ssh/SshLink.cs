using System.Net;
using BatchWorkflow.Providers.Shells;
using BatchWorkflow.Providers.Ssh.Authentication;
using BatchWorkflow.Providers.Ssh.HostKeys;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>One SSH connection, through other servers where the settings say so.</summary>
internal sealed class SshLink : IDisposable
{
    private const int Tries = 1;

    private readonly SshSettings settings;
    private readonly SshLink? hop;
    private readonly ForwardedPortLocal? way;
    private readonly Lock closing = new();
    private SshClient? client;
    private volatile bool isAbandoned;

    private SshLink(SshSettings settings)
    {
        this.settings = settings;
        if (settings.Jump is not { } jump)
            return;
        hop = Connect(jump);
        try
        {
            way = new ForwardedPortLocal(IPAddress.Loopback.ToString(), settings.Host!, (uint)settings.Port);
            hop.client!.AddForwardedPort(way);
            way.Start();
        }
        catch (Exception)
        {
            hop.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is up, as far as this side knows.</summary>
    public bool IsUp
    {
        get
        {
            try
            {
                return !isAbandoned && client is { IsConnected: true };
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Connects and logs in. Throws <see cref="FailureException"/> or <see cref="ShellLostException"/>.</summary>
    public static SshLink Connect(SshSettings settings)
    {
        SshLink link = new(settings);
        try
        {
            link.client = link.Open(info => new SshClient(info) { KeepAliveInterval = settings.KeepAlive });
            // What the library waits for from here on are answers.
            link.client.ConnectionInfo.Timeout = settings.CommandTimeout;
            return link;
        }
        catch (Exception)
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>The way to a server, with nothing connected at its end yet.</summary>
    public static SshLink To(SshSettings settings) => new(settings);

    /// <summary>Connects for files, on a connection of its own: the library shares none.</summary>
    public SftpClient ConnectForFiles() => Open(info => new SftpClient(info) { OperationTimeout = settings.CommandTimeout });

    /// <summary>Opens a session for a command; null when the server allows no more of them.</summary>
    public SshCommand? TryExecute(string command)
    {
        SshCommand started = client!.CreateCommand(command);
        try
        {
            Task ended = started.ExecuteAsync(CancellationToken.None);
            _ = ended.ContinueWith(static task => task.Exception, TaskScheduler.Default);
            return started;
        }
        catch (SshException refused) when (refused is not SshConnectionException and not SshOperationTimeoutException && IsUp)
        {
            started.Dispose();
            return null;
        }
        catch (Exception thrown) when (SshTrouble.IsIts(thrown))
        {
            started.Dispose();
            throw SshTrouble.Of(thrown, settings, null);
        }
    }

    /// <summary>Nothing will be said on it any more: closing it may take a while, and closing what is on it needs no goodbye.</summary>
    public void Abandon() => isAbandoned = true;

    /// <summary>Ends a command; with the whole connection where that was dropped. The library fails when two threads close at once.</summary>
    public void End(SshCommand command)
    {
        if (!isAbandoned)
            lock (closing)
                if (!isAbandoned)
                {
                    command.Dispose();
                    return;
                }
        // Closing a connection ends no reader by itself.
        command.OutputStream.Dispose();
        command.ExtendedOutputStream.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Abandon();
        lock (closing)
            client?.Dispose();
        way?.Dispose();
        hop?.Dispose();
    }

    private T Open<T>(Func<ConnectionInfo, T> make)
        where T : BaseClient
    {
        HostKeyCheck check = new(settings, settings.Host!);
        ConnectionInfo info = Info(check.KnownTypes());
        T made = make(info);
        made.HostKeyReceived += (_, shown) => shown.CanTrust = check.Trusts(shown.HostKeyName, shown.HostKey);
        try
        {
            made.Connect();
            return made;
        }
        catch (Exception thrown) when (SshTrouble.IsIts(thrown))
        {
            made.Dispose();
            throw SshTrouble.Of(thrown, settings, check.Refusal);
        }
    }

    private ConnectionInfo Info(IReadOnlyCollection<string> knownTypes)
    {
        (string host, int port) = way is null ? (settings.Host!, settings.Port) : (way.BoundHost, (int)way.BoundPort);
        ConnectionInfo info = new(host, port, settings.Login, Login.Methods(settings))
        {
            Timeout = settings.ConnectTimeout,
            ChannelCloseTimeout = TimeSpan.FromMilliseconds(200),
            RetryAttempts = Tries,
        };
        SshAlgorithms.Choose(info, settings.KeyExchange, knownTypes);
        return info;
    }
}
