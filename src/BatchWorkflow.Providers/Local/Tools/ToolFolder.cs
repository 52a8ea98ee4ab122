using System.Reflection;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Local.Tools;

/// <summary>Our own shell programs as files in the state, in a folder named by their content: scripts that run keep the ones they began with.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ToolFolder
{
    private static readonly (string Name, byte[] Content)[] Tools = [Read("bw-run"), Read("bw-daemon")];
    private static readonly string Hash = HashOf(Tools);

    private ToolFolder(string path) => Path = path;

    /// <summary>The folder; it stands first on the PATH of scripts.</summary>
    public string Path { get; }

    /// <summary>What runs each script.</summary>
    public string Runner => $"{Path}/bw-run";

    /// <summary>Puts the programs there that are not there yet.</summary>
    public static ToolFolder In(string statePath)
    {
        ToolFolder folder = new(System.IO.Path.Combine(System.IO.Path.GetFullPath(statePath), "tools", Hash));
        foreach ((string name, byte[] content) in Tools)
            folder.Install(name, content);
        return folder;
    }

    private static (string Name, byte[] Content) Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.sh")
            ?? throw new InvalidOperationException($"The assembly lacks its program {name}.");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return (name, copy.ToArray());
    }

    private static string HashOf((string Name, byte[] Content)[] tools)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] content) in tools)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{content.Length}:"));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private void Install(string name, byte[] content)
    {
        string file = $"{Path}/{name}";
        LocalFolder.Make(Path, LocalFolder.Shown);
        LocalFolder.Protect(System.IO.Path.GetDirectoryName(Path)!);
        LocalFolder.Protect(Path);
        if (File.Exists(file))
        {
            LocalFolder.Protect(file);
            return;
        }
        string temporary = $"{Path}/.{name}-{Guid.NewGuid():n}";
        using (FileStream stream = new(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = LocalFolder.Shown,
        }))
        {
            File.SetUnixFileMode(stream.SafeFileHandle, LocalFolder.Shown);
            stream.Write(content);
        }
        File.Move(temporary, file, overwrite: true);
    }
}
