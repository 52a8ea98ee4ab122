namespace BatchWorkflow.Jinja;

/// <summary>Where a text begins inside the file that it was taken from, so that problems are told at the file's own line and column.</summary>
/// <param name="Line">The line of the text's first character, from 1.</param>
/// <param name="Column">The column of the text's first character, from 1; later lines of the text start at column 1.</param>
public readonly record struct SourceStart(int Line, int Column)
{
    /// <summary>The start of a file.</summary>
    public static SourceStart Beginning { get; } = new(1, 1);
}
