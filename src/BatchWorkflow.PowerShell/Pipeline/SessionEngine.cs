using System.Reflection;
using BatchWorkflow.Engine;
using BatchWorkflow.PowerShell.Definitions;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Opens the engine as this session uses it: with its readers, its plug-ins, and its name.</summary>
internal static class SessionEngine
{
    public static BatchEngine Open(string? statePath, Guid session) => new(new EngineOptions
    {
        StatePath = statePath,
        ModuleTaskservs = Path.Combine(ModuleFolder, "taskservs"),
        ScriptPath = [Path.Combine(ModuleFolder, "bin", "stand-in")],
        Readers = [new DataFileReader()],
        Plugins = [Assembly.Load("BatchWorkflow.Providers")],
        Origin = new RunOrigin
        {
            User = Environment.UserName,
            Host = Environment.MachineName,
            Process = Environment.ProcessId,
            Session = session.ToString(),
        },
    });

    /// <summary>The folder module/ that this assembly's bin/ stands in.</summary>
    public static string ModuleFolder { get; } = Path.GetDirectoryName(Path.GetDirectoryName(typeof(SessionEngine).Assembly.Location))!;
}
