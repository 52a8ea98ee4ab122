using System.Diagnostics.CodeAnalysis;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>A server that is reached by SSH: one connection for all its shells, and another only where the server allows fewer sessions than needed.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "Connections are closed in the background, where a server that does not answer holds nothing up.")]
internal sealed class SshHost(SshSettings settings) : ShellHost
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);
    private static readonly string[] Passing = ["temporarily unavailable", "cannot allocate memory", "cannot fork"];

    private readonly SftpFiles files = new(settings);
    private SshLinks links = new(settings);
    private Task farewell = Task.CompletedTask;

    /// <inheritdoc />
    public override string Name => settings.Address;

    /// <inheritdoc />
    public override ShellChannel Open(CancellationToken cancellationToken)
    {
        Sudo? sudo = settings.Become ? new Sudo(settings) : null;
        SshShell shell = Volatile.Read(ref links).Session(sudo?.Command ?? "exec sh", cancellationToken);
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
    public override Task<Failure?> RefusalAsync(int? exitCode, string message, CancellationToken cancellationToken)
    {
        bool isPassing = Passing.Any(sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(isPassing ? null : new Failure
        {
            Kind = FailureKind.Fatal,
            Code = "no_shell",
            ExitCode = exitCode,
            Message = $"{message}{(exitCode is { } code ? $" Its exit code was {code}." : "")} {settings.Login} needs a login shell that can run sh: not nologin, no restricted shell, and no ForceCommand.",
        });
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
        SshLinks gone = Interlocked.Exchange(ref links, new SshLinks(settings));
        gone.Abandon();
        // Saying goodbye to a server that does not answer takes time.
        farewell = Task.WhenAll(files.DropAsync(), Task.Factory.StartNew(gone.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Task.WhenAny(farewell, Task.Delay(LongestFarewell));
        files.Dispose();
    }
}
