namespace BatchWorkflow.Engine.Planning;

/// <summary>Which script of a taskserv carries out an action.</summary>
internal static class TaskservScripts
{
    /// <summary>The script's file name, or null when the taskserv has none. An update without a script of its own is a create.</summary>
    public static string? For(TaskservDefinition taskserv, StepAction action) => action switch
    {
        StepAction.Create => Named(taskserv, "create"),
        StepAction.Update or StepAction.Replace => Named(taskserv, "update") ?? Named(taskserv, "create"),
        StepAction.Delete => Named(taskserv, "delete"),
        StepAction.Check => Named(taskserv, "check"),
        _ => null,
    };

    /// <summary>True when a check tells whether the taskserv is as wanted.</summary>
    public static bool HasCheck(TaskservDefinition taskserv) => taskserv.Scripts.ContainsKey("check");

    /// <summary>The ending that decides who can run a script: that of create.sh.j2 is .sh.</summary>
    public static string Extension(string script) =>
        Path.GetExtension(script.EndsWith(".j2", StringComparison.Ordinal) ? script[..^3] : script);

    private static string? Named(TaskservDefinition taskserv, string action) => taskserv.Scripts.GetValueOrDefault(action);
}
