using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Ports;
using BatchWorkflow.Providers.Local.Processes;
using BatchWorkflow.Providers.Local.Servers;
using BatchWorkflow.Providers.Local.Tools;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>The environment of a server's scripts: small and the same wherever the engine was started, but for the engine's own PATH.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptEnvironment
{
    /// <summary>Folders that the engine puts before the others, for programs that come with it.</summary>
    private const string EnginePath = "BW_PATH";

    private readonly Dictionary<string, string> own;

    public ScriptEnvironment(ResourceState server, ToolFolder tools)
    {
        string root = SandboxFacts.Root(server);
        own = new Dictionary<string, string>
        {
            ["PATH"] = $"{tools.Path}:{Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"}",
            ["HOME"] = $"{root}/root",
            ["TMPDIR"] = $"{root}/tmp",
            ["LANG"] = "C.UTF-8",
            ["BW_SERVER"] = server.Identity[(server.Identity.LastIndexOf('/') + 1)..],
            ["BW_SERVER_ID"] = server.ProviderId,
            ["BW_ROOT"] = root,
            ["BW_SERVER_DIR"] = Path.GetDirectoryName(root)!,
        };
        if (server.Facts.TryGetValue(SandboxFacts.Address, out string? address))
            own["BW_ADDRESS"] = address;
    }

    /// <summary>The environment of one script.</summary>
    /// <param name="request">The script.</param>
    /// <param name="ports">The server's ports, or null while it has none.</param>
    /// <param name="secrets">The paths of its secrets by variable.</param>
    public IReadOnlyDictionary<string, string> Of(ScriptRequest request, PortBlock? ports, IReadOnlyDictionary<string, string> secrets)
    {
        Dictionary<string, string> all = new(own);
        if (ports is not null)
        {
            all["BW_PORT_BASE"] = ports.Base.ToString(CultureInfo.InvariantCulture);
            all["BW_PORT_COUNT"] = ports.Count.ToString(CultureInfo.InvariantCulture);
        }
        if (request.FilesFolder is { } files)
            all["BW_FILES"] = Path.GetFullPath(files);
        foreach ((string name, string value) in request.Environment.Concat(secrets))
            all[name] = value;
        all[ProcessMarks.AttemptVariable] = request.Reference.Token;
        if (request.Environment.TryGetValue(EnginePath, out string? path))
            all["PATH"] = $"{path}:{all["PATH"]}";
        foreach ((string name, string value) in all)
            Check(name, value);
        return all;
    }

    private static void Check(string name, string value)
    {
        if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
            throw Wrong($"'{name}' cannot be the name of an environment variable.");
        if (value.Contains('\0', StringComparison.Ordinal))
            throw Wrong($"The value of {name} holds a NUL character, which no environment variable can.");
    }

    private static FailureException Wrong(string message) => new(new Failure { Kind = FailureKind.Validation, Message = message });
}
