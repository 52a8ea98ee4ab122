using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Problems of data files, at their places.</summary>
internal static class DataFileProblems
{
    public static Problem Make(string code, string message, string file, IScriptExtent extent, string? hint = null) =>
        new() { Code = code, Message = message, Hint = hint, Location = Place(file, extent) };

    public static SourceLocation Place(string file, IScriptExtent extent) => new(file, extent.StartLineNumber, extent.StartColumnNumber);
}
