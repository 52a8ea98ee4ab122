using System.Reflection;
using BatchWorkflow.Engine;
using BatchWorkflow.PowerShell.Definitions;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Opens the engine as this session uses it: with its readers, its plug-ins, and its name.</summary>
internal static class SessionEngine
{
    /// <summary>The options of an engine on the state that was asked for.</summary>
    public static EngineOptions Options(string? statePath, Guid session, Func<string, string> fullPath) => new()
    {
        StatePath = statePath,
        FullPath = fullPath,
        ModuleTaskservs = Path.Combine(ModuleFolder, "taskservs"),
        ScriptPath = [Path.Combine(ModuleFolder, "bin", "stand-in")],
        Readers = [new DataFileReader()],
        Plugins = [Assembly.Load("BatchWorkflow.Providers"), Assembly.Load("BatchWorkflow.Stores")],
        Origin = new RunOrigin
        {
            User = Environment.UserName,
            Host = Environment.MachineName,
            Process = Environment.ProcessId,
            Session = session.ToString(),
        },
    };

    /// <summary>The folder module/ that this assembly's bin/ stands in.</summary>
    public static string ModuleFolder { get; } = Path.GetDirectoryName(Path.GetDirectoryName(typeof(SessionEngine).Assembly.Location))!;
}
