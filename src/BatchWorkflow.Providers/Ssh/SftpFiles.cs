using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Brings files to a server by SFTP, to where only the login user reads them; a shell puts them in place.</summary>
internal sealed class SftpFiles(SshSettings settings) : IDisposable
{
    private const short OwnersOnly = 600;

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
            using (await connected.OpenAsync(path, FileMode.CreateNew, FileAccess.Write, cancellationToken).WaitAsync(settings.CommandTimeout, cancellationToken))
                connected.ChangePermissions(path, OwnersOnly); // Before anything is in it.
            await BringAsync(connected, stream, path, cancellationToken);
            return path;
        }
        catch (SshException refused) when (refused is not SshConnectionException and not SshOperationTimeoutException && connected.IsConnected)
        {
            // SFTP says no more than "Failure"; brought through a shell instead, the file arrives, or that says why it cannot.
            await SftpPieces.RemoveAsync(connected, path, cancellationToken);
            return null;
        }
    }

    /// <summary>Sends the content without waiting for the answer to each piece, as long as answers come at all: a far server would be as slow as it is far.</summary>
    private async Task BringAsync(SftpClient connected, FileStream content, string path, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stalled.CancelAfter(settings.CommandTimeout);
        try
        {
            await connected.UploadFileAsync(content, path, true, new Answered(() => stalled.CancelAfter(settings.CommandTimeout)), stalled.Token).WaitAsync(stalled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {settings.CommandTimeout.TotalSeconds:0.#} s while a file was brought");
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

    private sealed class Answered(Action act) : IProgress<UploadFileProgressReport>
    {
        public void Report(UploadFileProgressReport value) => act();
    }
}
