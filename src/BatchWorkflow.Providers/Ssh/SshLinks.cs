using System.Diagnostics.CodeAnalysis;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>The connections to one server, dropped together: one for all sessions, and more only where the server allows fewer sessions than needed.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "Those who open a session may still be leaving the semaphore, which holds nothing that must be freed.")]
internal sealed class SshLinks(SshSettings settings) : IDisposable
{
    private const int Most = 3;

    private readonly SemaphoreSlim opening = new(1);
    private readonly Lock gate = new();
    private readonly List<SshLink> links = [];
    private bool isAbandoned;

    /// <summary>Opens a session for a command.</summary>
    public SshShell Session(string command, CancellationToken cancellationToken)
    {
        opening.Wait(cancellationToken);
        try
        {
            for (int number = 0; number < Most; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SshLink link = Link(number, out bool isNew);
                if (link.TryExecute(command) is { } session)
                    return new SshShell(link, session);
                if (number == 0 && isNew)
                    throw NoneAtAll();
            }
        }
        finally
        {
            opening.Release();
        }
        throw TooFew();
    }

    /// <summary>Nothing more is said on any of them.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            isAbandoned = true;
            links.ForEach(static link => link.Abandon());
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Abandon();
        List<SshLink> gone;
        lock (gate)
            gone = [.. links];
        gone.ForEach(static link => link.Dispose());
    }

    private SshLink Link(int number, out bool isNew)
    {
        List<SshLink> down;
        SshLink? link;
        lock (gate)
        {
            down = links.FindAll(static link => !link.IsUp);
            links.RemoveAll(down.Contains);
            link = links.ElementAtOrDefault(number);
        }
        down.ForEach(static link => link.Dispose());
        isNew = link is null;
        return link ?? Connect(isFirst: number == 0);
    }

    private SshLink Connect(bool isFirst)
    {
        SshLink made;
        try
        {
            made = SshLink.Connect(settings);
        }
        catch (ShellLostException) when (!isFirst)
        {
            // The others are up: the server allows no more connections either.
            throw TooFew();
        }
        lock (gate)
        {
            if (!isAbandoned)
                links.Add(made);
        }
        if (!isAbandoned)
            return made;
        made.Dispose();
        throw new ShellLostException($"The connection to {settings.Address} was dropped while it was made.");
    }

    private NoSessionException TooFew() => new($"{settings.Address} allows no more sessions.");

    private FailureException NoneAtAll() => new(new Failure
    {
        Kind = FailureKind.Fatal,
        Message = $"{settings.Address} lets {settings.Login} in, but allows no session to run anything in. Its sshd needs MaxSessions of at least 1 for this user.",
    });
}
