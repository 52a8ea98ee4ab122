using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Servers;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>
/// Gives a server its ports when one of its scripts asks for them: when the script, a file beside it or one of its variables names BW_PORT_BASE or
/// BW_PORT_COUNT. From then on all of the server's scripts see them.
/// </summary>
/// <param name="root">The server's root.</param>
/// <param name="statePath">The state.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class AskedPorts(string root, string statePath)
{
    private const string Word = "BW_PORT_";
    private const long LargestScript = 1024 * 1024;

    private readonly string folder = Path.GetDirectoryName(root)!;
    private PortBlock? known;

    /// <summary>The server's ports as this script sees them, or null.</summary>
    public async Task<PortBlock?> ForAsync(ScriptRequest request, CancellationToken cancellationToken)
        => known ??= new ServerPorts(folder).Find() ?? await TakeAsync(request, cancellationToken);

    private async Task<PortBlock?> TakeAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        if (ServerStore.Read(folder) is not { PortCount: > 0 } server || !Asks(request))
            return null;
        PortBlock wanted = server.Ports ?? new PortBlock(0, server.PortCount);
        return await new ServerPorts(folder).TakeAsync(server.Identity, wanted, PortRegistry.Of(statePath), cancellationToken);
    }

    private static bool Asks(ScriptRequest request)
        => Names(request.Command) || request.Environment.Values.Any(Names) || Files(request).Any(FileNames);

    private static bool Names(string? text) => text?.Contains(Word, StringComparison.Ordinal) == true;

    private static IEnumerable<FileInfo> Files(ScriptRequest request)
    {
        if (request.File is { } script)
            yield return new FileInfo(script);
        if (request.FilesFolder is { } folder && Directory.Exists(folder))
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
                yield return file;
    }

    private static bool FileNames(FileInfo file)
        => file is { Exists: true, Length: <= LargestScript } && File.ReadAllBytes(file.FullName).AsSpan().IndexOf("BW_PORT_"u8) >= 0;
}
