using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Paths of the session as paths of the file system.</summary>
internal static class SessionPath
{
    /// <summary>The whole path.</summary>
    /// <exception cref="BatchWorkflowException">Path.Invalid: there can be no such path.</exception>
    public static string Of(PSCmdlet cmdlet, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new BatchWorkflowException("Path.Invalid", $"The path '{path}' holds a NUL character.") { RecommendedAction = "Give a path without it." };
        try
        {
            return cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        }
        catch (Exception e) when (e is SessionStateException or NotSupportedException or ArgumentException)
        {
            throw new BatchWorkflowException("Path.Invalid", $"'{path}' is not a path of the file system: {e.Message}", e);
        }
    }
}
