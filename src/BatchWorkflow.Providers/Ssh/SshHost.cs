using BatchWorkflow.Providers.Shells;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>A server that is reached by SSH: one connection for all its shells, and another only where the server allows fewer sessions than needed.</summary>
internal sealed class SshHost(SshSettings settings) : ShellHost
{
    private const int MostLinks = 3;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly Lock opening = new(), gate = new();
    private readonly List<SshLink> links = [];
    private readonly SftpFiles files = new(settings);
    private Task farewell = Task.CompletedTask;

    /// <inheritdoc />
    public override string Name => settings.Address;

    /// <inheritdoc />
    public override ShellChannel Open(CancellationToken cancellationToken)
    {
        Sudo? sudo = settings.Become ? new Sudo(settings) : null;
        SshShell shell = Session(sudo?.Command ?? "exec sh", cancellationToken);
        try
        {
            sudo?.Pass(shell);
            return shell;
        }
        catch (Exception thrown)
        {
            shell.Dispose();
            if (thrown is not FailureException && SshTrouble.IsIts(thrown))
                throw SshTrouble.Of(thrown, settings, null);
            throw;
        }
    }

    /// <inheritdoc />
    public override Task<string?> StageAsync(string file, CancellationToken cancellationToken)
    {
        // Another user than root could not read what the login user brought.
        bool reaches = settings.Sftp && (!settings.Become || settings.BecomeUser == "root");
        return reaches ? files.StageAsync(file, cancellationToken) : Task.FromResult<string?>(null);
    }

    /// <inheritdoc />
    public override void Drop()
    {
        List<SshLink> gone;
        lock (gate)
        {
            gone = [.. links];
            links.Clear();
        }
        files.Drop();
        // Saying goodbye to somebody who does not answer takes time.
        gone.ForEach(static link => link.Abandon());
        if (gone.Count > 0)
            farewell = Task.Factory.StartNew(
                () => gone.ForEach(static link => link.Dispose()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        files.Dispose();
        await Task.WhenAny(farewell, Task.Delay(LongestFarewell));
    }

    private SshShell Session(string command, CancellationToken cancellationToken)
    {
        lock (opening)
        {
            for (int number = 0; number < MostLinks; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SshLink link = Link(number);
                if (link.TryExecute(command) is { } session)
                    return new SshShell(link, session);
            }
        }
        throw new ShellLostException($"{Name} allows no more sessions.");
    }

    private SshLink Link(int number)
    {
        lock (gate)
        {
            foreach (SshLink down in links.Where(link => !link.IsUp).ToList())
            {
                links.Remove(down);
                down.Dispose();
            }
            if (number < links.Count)
                return links[number];
        }
        SshLink made = SshLink.Connect(settings);
        lock (gate)
            links.Add(made);
        return made;
    }
}
