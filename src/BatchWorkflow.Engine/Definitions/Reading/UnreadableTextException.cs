namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Ends the reading of a text at the first thing that cannot be passed over; never leaves a reader.</summary>
/// <param name="problem">What it is.</param>
internal sealed class UnreadableTextException(Problem problem) : Exception(problem.Message)
{
    /// <summary>What is wrong, at a place.</summary>
    public UnreadableTextException(string code, SourceLocation at, string message, string? hint = null)
        : this(new Problem { Code = code, Location = at, Message = message, Hint = hint })
    {
    }

    /// <summary>What is wrong with the text.</summary>
    public Problem Problem { get; } = problem;
}
