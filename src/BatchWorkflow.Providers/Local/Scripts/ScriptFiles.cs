using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>The files of one script: whoever holds its folder can tell what became of it, also after the death of the engine.</summary>
/// <param name="folder">Its folder.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptFiles(string folder)
{
    private const string Bar = "barred";

    /// <summary>Its folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Made exclusively by whoever comes first: the runner before it runs the script, or someone who bars it from running.</summary>
    public string Started => $"{Folder}/started";

    /// <summary>What the script wrote to standard output.</summary>
    public string Output => $"{Folder}/stdout";

    /// <summary>What the script wrote to standard error.</summary>
    public string Errors => $"{Folder}/stderr";

    /// <summary>The secrets while the script runs.</summary>
    public string Secrets => $"{Folder}/secrets";

    /// <summary>Makes the folder.</summary>
    public void Make() => LocalFolder.Make(Folder, LocalFolder.Private);

    /// <summary>Makes the files of both streams, for their owner alone.</summary>
    public void MakeStreams()
    {
        foreach (string stream in (string[])[Output, Errors])
            new FileStream(stream, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
    }

    /// <summary>True when somebody has come first.</summary>
    public bool HasStarted() => File.Exists(Started);

    /// <summary>Bars the script from running, unless it has begun. Whole from the first instant, because it is a link to a whole file.</summary>
    public bool TryBar()
    {
        if (HasStarted())
            return false;
        Make();
        string whole = $"{Folder}/.bar-{Guid.NewGuid():n}";
        File.WriteAllText(whole, Bar + "\n");
        try
        {
            return HardLink.TryMake(whole, Started);
        }
        finally
        {
            File.Delete(whole);
        }
    }

    /// <summary>True when it was barred.</summary>
    public bool ReadBarred() => ReadStarted() == Bar;

    /// <summary>What the runner wrote of itself, or null when it is not known.</summary>
    public RunnerRecord? ReadRunner() => RunnerRecord.Parse(ReadStarted());

    /// <summary>The exit status, or null while there is none; complete only with its line end.</summary>
    public int? ReadExitCode()
    {
        Span<byte> text = stackalloc byte[16];
        int length = SmallFile.Read($"{Folder}/exit", text);
        return length > 1 && text[length - 1] == '\n' && Utf8Parser.TryParse(text[..length], out int code, out _) ? code : null;
    }

    /// <summary>Notes the processes that the script left behind, for whoever tells of its end.</summary>
    public void WriteLeft(IReadOnlyList<LeftProcess> left)
    {
        string whole = $"{Folder}/.left-{Guid.NewGuid():n}";
        File.WriteAllBytes(whole, JsonSerializer.SerializeToUtf8Bytes(left));
        File.Move(whole, $"{Folder}/left", overwrite: true);
    }

    /// <summary>The processes that the script left behind.</summary>
    public IReadOnlyList<LeftProcess> ReadLeft() =>
        File.Exists($"{Folder}/left") ? JsonSerializer.Deserialize<LeftProcess[]>(File.ReadAllBytes($"{Folder}/left")) ?? [] : [];

    /// <summary>Removes the secrets; nothing when there are none.</summary>
    public void RemoveSecrets()
    {
        try
        {
            Directory.Delete(Secrets, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The runner removes them too; both may come here at once.
        }
    }

    private string? ReadStarted()
    {
        Span<byte> text = stackalloc byte[128];
        int length = SmallFile.Read(Started, text);
        return length > 0 && text[length - 1] == '\n' ? Encoding.UTF8.GetString(text[..(length - 1)]) : null;
    }
}
