using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Error records with the stable ids BatchWorkflow.Area.Reason.</summary>
internal static class ErrorRecords
{
    private static readonly Dictionary<string, ErrorCategory> Categories = new(StringComparer.Ordinal)
    {
        ["NotFound"] = ErrorCategory.ObjectNotFound,
        ["Missing"] = ErrorCategory.ObjectNotFound,
        ["Ambiguous"] = ErrorCategory.InvalidArgument,
        ["Invalid"] = ErrorCategory.InvalidData,
        ["Changed"] = ErrorCategory.InvalidOperation,
        ["Exists"] = ErrorCategory.ResourceExists,
        ["Held"] = ErrorCategory.ResourceBusy,
        ["Busy"] = ErrorCategory.ResourceBusy,
        ["Denied"] = ErrorCategory.PermissionDenied,
        ["Auth"] = ErrorCategory.AuthenticationError,
        ["Corrupt"] = ErrorCategory.InvalidData,
        ["Failed"] = ErrorCategory.InvalidResult,
        ["Timeout"] = ErrorCategory.OperationTimeout,
    };

    /// <summary>
    /// The record of a request that could not be carried out. Its message is the first line of the exception's; PowerShell runs the lines
    /// of a message together when a script is at fault, but not those of a recommendation, so the rest goes there.
    /// </summary>
    /// <param name="exception">The refusal.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="name">What the target is called where it is shown in a few words; null when it says so itself.</param>
    public static ErrorRecord From(BatchWorkflowException exception, object? target, string? name = null)
    {
        string[] parts = exception.ErrorId.Split('.');
        ErrorCategory category = Categories.GetValueOrDefault(parts[^1], parts[0] == "Definition" ? ErrorCategory.InvalidData : ErrorCategory.InvalidOperation);
        string[] message = exception.Message.ReplaceLineEndings("\n").Split('\n', 2);
        string? action = exception.RecommendedAction;
        ErrorRecord record = new(exception, "BatchWorkflow." + exception.ErrorId, category, exception.Problems.Count > 0 ? exception.Problems : target)
        {
            ErrorDetails = new ErrorDetails(message[0])
            {
                RecommendedAction = message.Length > 1 ? $"{action}\n{message[1].TrimEnd()}".ReplaceLineEndings() : action,
            },
        };
        if ((name ?? (exception.Problems is [var first, ..] ? first.Location.File : null)) is { } shown)
            record.CategoryInfo.TargetName = shown;
        return record;
    }
}
