using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>The files in the login user's home folder that hold what was brought and is not in its place yet. A cut leaves them behind.</summary>
internal sealed class SftpPieces
{
    private const string Prefix = ".batchworkflow-";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string own = $"{Prefix}{Guid.NewGuid():n}";
    private int number;

    /// <summary>The path of another one.</summary>
    public string Next(SftpClient client) => $"{client.WorkingDirectory}/{own}-{++number}";

    /// <summary>Removes one that is of no use, as far as the server lets.</summary>
    public static async Task RemoveAsync(SftpClient client, string path, CancellationToken cancellationToken)
    {
        if (await client.ExistsAsync(path, cancellationToken))
            await client.DeleteAsync(path, cancellationToken);
    }

    /// <summary>Removes those that a lost connection of ours left, and those that have not grown for an hour by the server's own clock.</summary>
    public void Sweep(SftpClient client)
    {
        List<ISftpFile> left = [.. client.ListDirectory(client.WorkingDirectory).Where(file => file.IsRegularFile && file.Name.StartsWith(Prefix, StringComparison.Ordinal))];
        if (left.Count == 0)
            return;
        DateTime now = Now(client);
        foreach (ISftpFile file in left.Where(file => file.Name.StartsWith(own, StringComparison.Ordinal) || now - file.LastWriteTimeUtc > Abandoned))
            Delete(file);
    }

    private DateTime Now(SftpClient client)
    {
        string path = Next(client);
        client.Create(path).Dispose();
        DateTime now = client.GetLastWriteTimeUtc(path);
        client.DeleteFile(path);
        return now;
    }

    private static void Delete(ISftpFile file)
    {
        try
        {
            file.Delete();
        }
        catch (SftpPathNotFoundException)
        {
            // Another process sweeps too.
        }
    }
}
