using System.Collections.Concurrent;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Brings trees of files to a server, each once: small ones through a shell, large files by the host's own way, and all appear by one rename.</summary>
internal sealed class FileTrees(ShellPool pool, ShellHost host, ShellTerms terms)
{
    private readonly string own = Guid.NewGuid().ToString("n")[..12];
    private readonly ConcurrentDictionary<string, Task> brought = new();
    private readonly ConcurrentDictionary<(string Folder, DateTime Changed), FileTree> known = new();

    /// <summary>The tree of a taskserv's folder.</summary>
    public FileTree Of(string folder)
        => known.GetOrAdd((folder, Directory.GetLastWriteTimeUtc(folder)), static key => FileTree.OfFolder(key.Folder));

    /// <summary>Sees to it that a tree is on the server.</summary>
    public async Task BringAsync(FileTree tree, CancellationToken cancellationToken)
    {
        Task bringing = brought.GetOrAdd(tree.Name, _ => BringNewAsync(tree));
        try
        {
            await bringing.WaitAsync(cancellationToken);
        }
        catch (Exception) when (bringing.IsFaulted)
        {
            brought.TryRemove(new KeyValuePair<string, Task>(tree.Name, bringing));
            throw;
        }
    }

    private async Task BringNewAsync(FileTree tree)
    {
        ShellReply there = await pool.AskAsync(
            $"[ -d \"$bw/files/{tree.Name}\" ] && touch \"$bw/files/{tree.Name}\" && bw_say there", terms.Answer, CancellationToken.None);
        if (there.Find("there") is null)
            await new FileUpload(pool, host, terms, tree, $".new-{tree.Name}-{own}").RunAsync();
    }
}
