namespace BatchWorkflow.Engine.Journal;

/// <summary>Something that is wrong with a journal.</summary>
/// <param name="File">The stream, such as runs/20260101-120000-abcd/journal.1.jsonl.</param>
/// <param name="Line">The line from 1, or 0 when it is the whole file.</param>
/// <param name="Sequence">The event that stands or should stand there, or null for the header.</param>
/// <param name="Message">What is wrong, as the end of a sentence.</param>
internal sealed record JournalProblem(string File, int Line, long? Sequence, string Message)
{
    /// <summary>The problem as one sentence.</summary>
    public override string ToString() =>
        $"{File}{(Line > 0 ? $", line {Line}" : "")}{(Sequence is { } event_ ? $" (event {event_})" : "")}: {Message}.";
}

/// <summary>A journal that is not as it was written, in its middle: nothing that builds on it could be trusted.</summary>
/// <param name="problem">What is wrong.</param>
internal sealed class JournalCorruptException(JournalProblem problem) : Exception(problem.ToString())
{
    /// <summary>The id by which hosts know it.</summary>
    public const string ErrorId = "Journal.Corrupt";

    /// <summary>What is wrong, and where.</summary>
    public JournalProblem Problem { get; } = problem;
}
