namespace BatchWorkflow;

/// <summary>Something in a journal that is not as it was written.</summary>
/// <param name="Stream">The stream, such as runs/20260101-120000-abcd/journal.1.jsonl.</param>
/// <param name="Line">The line from 1, or 0 when it is the whole stream.</param>
/// <param name="Sequence">The event that stands or should stand there, or null.</param>
/// <param name="Field">The field of the event that is not as it was, or null when that cannot be told.</param>
/// <param name="Message">What is wrong, as the end of a sentence.</param>
public sealed record BatchAuditProblem(string Stream, int Line, long? Sequence, string? Field, string Message)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{Stream}{(Line > 0 ? $", line {Line}" : "")}{(Sequence is { } number ? $" (event {number}{(Field is null ? "" : $", field {Field}")})" : "")}: {Message}.";
}
