using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Brings files to a server by SFTP, to where only the login user reads them; a shell puts them in place.</summary>
internal sealed class SftpFiles(SshSettings settings) : IDisposable
{
    private const short OwnersOnly = 600;

    private readonly SemaphoreSlim turn = new(1);
    private SftpClient? client;
    private SshLink? link;
    private bool missing;

    /// <summary>Brings one file.</summary>
    /// <returns>Its path on the server, or null when the server has no SFTP.</returns>
    public async Task<string?> StageAsync(string file, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            client ??= missing ? null : await Task.Factory.StartNew(TryConnect, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (client is null)
                return null;
            string path = $"{client.WorkingDirectory}/.batchworkflow-{Guid.NewGuid():n}";
            await using FileStream stream = File.OpenRead(file);
            using (Stream there = await client.OpenAsync(path, FileMode.CreateNew, FileAccess.Write, cancellationToken))
            {
                // Before anything is in it.
                client.ChangePermissions(path, OwnersOnly);
                await stream.CopyToAsync(there, cancellationToken);
            }
            return path;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException and not FailureException && SshTrouble.IsIts(thrown))
        {
            Drop();
            throw SshTrouble.Of(thrown, settings, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Drop()
    {
        client?.Dispose();
        client = null;
        link?.Dispose();
        link = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        client?.Dispose();
        link?.Dispose();
        turn.Dispose();
    }

    private SftpClient? TryConnect()
    {
        SshLink way = SshLink.To(settings);
        try
        {
            SftpClient connected = way.ConnectForFiles();
            link = way;
            return connected;
        }
        catch (Exception refused)
        {
            way.Dispose();
            // A server without the subsystem closes or refuses the channel; whether it is the network's fault shows with the shell.
            if (refused.InnerException is not SshException)
                throw;
            missing = true;
            return null;
        }
    }
}
