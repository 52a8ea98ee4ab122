using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Where a run's log files are.</summary>
internal static partial class LogFiles
{
    /// <summary>The log that is always kept, in the run's folder.</summary>
    public static string OfRun(string runFolder) => Path.Combine(runFolder, "log.jsonl");

    /// <summary>The folder of a workflow's log files.</summary>
    public static string Folder(LoggingConfig config, string workflowFolder) => Path.GetFullPath(Path.Combine(workflowFolder, config.Path));

    /// <summary>The file of the destination file.</summary>
    public static string Destination(LoggingConfig config, string workflowFolder, string workflow, string runId) =>
        Path.Combine(Folder(config, workflowFolder), $"{Safe(workflow)}-{runId}.log");

    /// <summary>True when a file name is that of a workflow's log, and not of another whose name begins alike.</summary>
    public static bool IsOf(string workflow, string fileName) =>
        fileName.StartsWith(Safe(workflow) + "-", StringComparison.Ordinal)
        && RunIdAndEnding().IsMatch(fileName.AsSpan(Safe(workflow).Length));

    private static string Safe(string name) => Unsafe().Replace(name, "_").TrimStart('.') is { Length: > 0 } safe ? safe : "_";

    [GeneratedRegex(@"[^\p{L}\p{Nd}._-]", RegexOptions.CultureInvariant)]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"^-\d{8}-\d{6}-[0-9a-z]+\.log\z", RegexOptions.CultureInvariant)]
    private static partial Regex RunIdAndEnding();
}
