using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Brings files to a server by SFTP, to where only the login user reads them; a shell puts them in place.</summary>
internal sealed class SftpFiles(SshSettings settings) : IDisposable
{
    private const short OwnersOnly = 600;
    private const int Portion = 256 * 1024;

    private readonly SemaphoreSlim turn = new(1);
    private readonly SftpPieces pieces = new();
    private readonly Lock gate = new();
    private SftpClient? client;
    private SshLink? link;
    private bool isMissing;

    /// <summary>Brings one file.</summary>
    /// <returns>Its path on the server, or null when the server has no SFTP or does not take the file this way.</returns>
    public async Task<string?> StageAsync(string file, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            SftpClient? connected = client ?? (isMissing ? null : await Task.Factory.StartNew(TryConnect, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            return connected is null ? null : await StageAsync(connected, file, cancellationToken);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException and not FailureException && SshTrouble.IsIts(thrown))
        {
            _ = DropAsync();
            throw SshTrouble.Of(thrown, settings, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Drops the connection. Ends when it is closed, which may take a while.</summary>
    public Task DropAsync()
    {
        SftpClient? gone;
        SshLink? unused;
        lock (gate)
        {
            (gone, unused) = (client, link);
            (client, link) = (null, null);
        }
        return gone is null && unused is null ? Task.CompletedTask : Task.Factory.StartNew(
            () =>
            {
                gone?.Dispose();
                unused?.Dispose();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ = DropAsync();
        turn.Dispose();
    }

    private async Task<string?> StageAsync(SftpClient connected, string file, CancellationToken cancellationToken)
    {
        string path = pieces.Next(connected);
        try
        {
            await using FileStream stream = File.OpenRead(file);
            using (Stream there = await connected.OpenAsync(path, FileMode.CreateNew, FileAccess.Write, cancellationToken).WaitAsync(settings.CommandTimeout, cancellationToken))
            {
                // Before anything is in it.
                connected.ChangePermissions(path, OwnersOnly);
                byte[] portion = new byte[Portion];
                while (await stream.ReadAsync(portion, cancellationToken) is > 0 and int count)
                    await there.WriteAsync(portion.AsMemory(0, count), cancellationToken).AsTask().WaitAsync(settings.CommandTimeout, cancellationToken);
            }
            return path;
        }
        catch (SshException refused) when (refused is not SshConnectionException and not SshOperationTimeoutException && connected.IsConnected)
        {
            // SFTP says no more than "Failure"; brought through a shell instead, the file arrives, or that says why it cannot.
            await SftpPieces.RemoveAsync(connected, path, cancellationToken);
            return null;
        }
    }

    private SftpClient? TryConnect()
    {
        SshLink way = SshLink.To(settings);
        try
        {
            SftpClient connected = way.ConnectForFiles();
            lock (gate)
                (client, link) = (connected, way);
            pieces.Sweep(connected);
            return connected;
        }
        catch (Exception refused)
        {
            way.Dispose();
            // A server without the subsystem closes or refuses the channel; whether it is the network's fault shows with the shell.
            if (refused.InnerException is not SshException)
                throw;
            isMissing = true;
            return null;
        }
    }
}
