namespace BatchWorkflow;

/// <summary>A request that could not be carried out, with a stable id and the way on.</summary>
/// <param name="errorId">A stable id of two parts such as Run.NotFound; cmdlets put BatchWorkflow. before it.</param>
/// <param name="message">What is wrong, in one sentence; control characters of what it quotes are shown as escapes.</param>
/// <param name="inner">What caused it.</param>
public sealed class BatchWorkflowException(string errorId, string message, Exception? inner = null) : Exception(VisibleText.Of(message), inner)
{
    /// <summary>A stable id of two parts such as Run.NotFound.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>What to do about it, or null when the message says it.</summary>
    public string? RecommendedAction { get; init => field = value is null ? null : VisibleText.Of(value); }

    /// <summary>The problems of a definition, when that is what is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
