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

    /// <summary>The record of a request that could not be carried out.</summary>
    public static ErrorRecord From(BatchWorkflowException exception, object? target)
    {
        string[] parts = exception.ErrorId.Split('.');
        ErrorCategory category = Categories.GetValueOrDefault(parts[^1], parts[0] == "Definition" ? ErrorCategory.InvalidData : ErrorCategory.InvalidOperation);
        return new ErrorRecord(exception, "BatchWorkflow." + exception.ErrorId, category, exception.Problems.Count > 0 ? exception.Problems : target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.RecommendedAction },
        };
    }
}
