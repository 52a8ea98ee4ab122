using System.Globalization;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Brings one tree of files to a server: into a folder that only this connection uses, which then becomes the tree by one rename.</summary>
/// <param name="pool">The server's shells.</param>
/// <param name="host">The server.</param>
/// <param name="terms">How long it may take.</param>
/// <param name="tree">The files.</param>
/// <param name="making">The folder's name until then: the same each time, so that what a cut left is replaced.</param>
internal sealed class FileUpload(ShellPool pool, ShellHost host, ShellTerms terms, FileTree tree, string making)
{
    private const long Large = 96 * 1024, Portion = 256 * 1024, Slowest = 64 * 1024, LeastRoom = 1024;
    private const string Started = "started";

    private static readonly string[] FullSigns = ["no space left", "quota exceeded"];

    private readonly StringBuilder text = new();

    private string Root => $"\"$bw/files/{making}\"";

    /// <summary>Brings them. Throws <see cref="FailureException"/> when the server does not take them.</summary>
    public async Task RunAsync()
    {
        string folders = ShellText.Quote(tree.Files.Select(file => Path.GetDirectoryName(file.Path) ?? "").Where(folder => folder.Length > 0).Distinct());
        Check(await AskAsync($"bw_tidy\nrm -rf {Root} && mkdir {Root} && {In(folders.Length > 0 ? $"mkdir -p -- {folders}" : ":")}", 0));
        foreach (FileTree.Entry file in tree.Files)
            await AddAsync(file);
        await FlushAsync();
        Check(await AskAsync($"bw_place {making} {tree.Name}", 0));
    }

    private async Task AddAsync(FileTree.Entry file)
    {
        string path = ShellText.Quote($"./{file.Path}");
        if (file.Length > Large)
            await BringAsync(file, path);
        else
            text.Append(CultureInfo.InvariantCulture, $"{ShellText.Print(await File.ReadAllBytesAsync(file.File))} >{path} || exit 1\n");
        if (file.Runs)
            text.Append(CultureInfo.InvariantCulture, $"chmod 755 {path} || exit 1\n");
        if (text.Length > Portion)
            await FlushAsync();
    }

    private async Task BringAsync(FileTree.Entry file, string path)
    {
        if (await host.StageAsync(file.File, CancellationToken.None) is { } staged)
        {
            string there = ShellText.Quote(staged);
            Check(await AskAsync($"{In($"cat {there} >{path}")}\nbw_code=$?\nrm -f {there}\n[ \"$bw_code\" = 0 ]", file.Length));
            return;
        }
        string length = file.Length.ToString(CultureInfo.InvariantCulture);
        string take = $"echo {Started}\nhead -c {length} >{path} && [ \"$(wc -c <{path})\" -eq {length} ]";
        // What was not taken would be read as commands: a shell that failed reads it to nowhere, and is closed.
        Check(await pool.StreamAsync($"if {In(take)}\nthen bw_say brought\nelse bw_fail {Root}\nbw_say done\nexec cat >/dev/null\nfi", file.File, terms.Answer));
    }

    private async Task FlushAsync()
    {
        if (text.Length > 0)
            Check(await AskAsync(In(text.ToString()), text.Length));
        text.Clear();
    }

    private string In(string commands) => $"( cd {Root} && umask 022 || exit 1\n{commands}\n)";

    private Task<ShellReply> AskAsync(string commands, long length) => pool.AskAsync(
        $"if {commands}\nthen bw_say brought\nelse bw_fail {Root}\nfi", terms.Answer + TimeSpan.FromSeconds(length / Slowest), CancellationToken.None);

    private void Check(ShellReply reply)
    {
        if (reply.Find("brought") is not null)
            return;
        string said = reply.Noise.StartsWith(Started, StringComparison.Ordinal) ? reply.Noise[Started.Length..].Trim() : reply.Noise;
        bool isFull = FullSigns.Any(sign => said.Contains(sign, StringComparison.OrdinalIgnoreCase)) || Room(reply) < LeastRoom;
        throw new FailureException(isFull
            ? new Failure { Kind = FailureKind.Quota, Code = "disk_full", Message = $"The disk of {host.Name} is full: the files of the script do not fit ({said})." }
            : new Failure { Kind = FailureKind.Unknown, Message = $"The files of the script could not be brought to {host.Name}: {said}" });
    }

    /// <summary>The free KiB that df tells in POSIX form; plenty when it does not.</summary>
    private static long Room(ShellReply reply)
        => reply.Text("failed").Split('\n')[^1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var free, ..]
            && long.TryParse(free, CultureInfo.InvariantCulture, out long room) ? room : long.MaxValue;
}
