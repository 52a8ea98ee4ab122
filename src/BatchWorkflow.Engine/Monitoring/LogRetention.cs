namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Removes a workflow's log files when their time is over.</summary>
internal static class LogRetention
{
    /// <summary>
    /// Removes the workflow's log files that nobody wrote for longer than retention_days and gives those that it could not remove, with
    /// why. Files of other workflows and other files stay.
    /// </summary>
    public static IReadOnlyList<string> Sweep(LoggingConfig config, string workflowFolder, string workflow, TimeProvider time)
    {
        DirectoryInfo folder = new(LogFiles.Folder(config, workflowFolder));
        if (config.RetentionDays < 1 || !folder.Exists)
            return [];
        DateTimeOffset oldest = time.GetUtcNow().AddDays(-config.RetentionDays);
        List<string> left = [];
        foreach (FileInfo file in folder.EnumerateFiles("*.log").Where(file => LogFiles.IsOf(workflow, file.Name)))
        {
            if (file.LastWriteTimeUtc >= oldest.UtcDateTime)
                continue;
            try
            {
                file.Delete();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                left.Add($"The old log file {file.FullName} cannot be removed: {error.Message}");
            }
        }

        return left;
    }
}
