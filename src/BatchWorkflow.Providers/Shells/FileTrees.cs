using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Brings trees of files to a server, each once: small ones through a shell, large files by the host's own way, and all appear by one rename.</summary>
internal sealed class FileTrees(ShellPool pool, ShellHost host, ShellTerms terms)
{
    private const long Large = 96 * 1024, Portion = 256 * 1024;

    private readonly ConcurrentDictionary<string, Task> brought = new();
    private readonly ConcurrentDictionary<(string Folder, DateTime Changed), FileTree> known = new();

    /// <summary>The tree of a taskserv's folder.</summary>
    public FileTree Of(string folder)
        => known.GetOrAdd((folder, Directory.GetLastWriteTimeUtc(folder)), static key => FileTree.OfFolder(key.Folder));

    /// <summary>Sees to it that a tree is on the server.</summary>
    public async Task BringAsync(FileTree tree, CancellationToken cancellationToken)
    {
        Task bringing = brought.GetOrAdd(tree.Name, _ => BringAnewAsync(tree));
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

    private async Task BringAnewAsync(FileTree tree)
    {
        ShellReply there = await AskAsync($"[ -d \"$bw/files/{tree.Name}\" ] && touch \"$bw/files/{tree.Name}\" && bw_say there", 0);
        if (there.Find("there") is not null)
            return;
        string making = $".new-{Guid.NewGuid():n}", root = $"\"$bw/files/{making}\"";
        StringBuilder text = new();
        string folders = ShellText.Quote(tree.Files.Select(file => Path.GetDirectoryName(file.Path) ?? "").Where(folder => folder.Length > 0).Distinct());
        text.Append(CultureInfo.InvariantCulture, $"mkdir {root} && ( cd {root} && umask 022 || exit 1\n{(folders.Length > 0 ? $"mkdir -p -- {folders}" : ":")}\n");
        foreach (FileTree.Entry file in tree.Files)
        {
            await AddAsync(text, file);
            if (text.Length > Portion)
            {
                await AskAsync(text.Append(CultureInfo.InvariantCulture, $") || rm -rf {root}").ToString(), text.Length);
                text.Clear().Append(CultureInfo.InvariantCulture, $"( cd {root} && umask 022 || exit 1\n");
            }
        }
        text.Append(CultureInfo.InvariantCulture, $") && bw_place {making} {tree.Name}");
        ShellReply reply = await AskAsync(text.ToString(), text.Length);
        if (reply.Find("placed") is null)
            throw new FailureException(new Failure
            {
                Kind = FailureKind.Unknown,
                Message = $"The files of the script could not be brought to {host.Name}: {reply.Noise}",
            });
    }

    private async Task AddAsync(StringBuilder text, FileTree.Entry file)
    {
        string path = ShellText.Quote($"./{file.Path}");
        if (file.Length > Large && await host.StageAsync(file.File, CancellationToken.None) is { } staged)
            text.Append(CultureInfo.InvariantCulture, $"cat {ShellText.Quote(staged)} >{path} || exit 1\nrm -f {ShellText.Quote(staged)}\n");
        else
            text.Append(CultureInfo.InvariantCulture, $"{ShellText.Print(await File.ReadAllBytesAsync(file.File))} >{path} || exit 1\n");
        if (file.Runs)
            text.Append(CultureInfo.InvariantCulture, $"chmod 755 {path}\n");
    }

    private Task<ShellReply> AskAsync(string request, long length)
        => pool.AskAsync(request, terms.Answer + TimeSpan.FromSeconds(length / (64 * 1024)), CancellationToken.None);
}
