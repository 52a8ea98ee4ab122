namespace BatchWorkflow;

/// <summary>A place in a file.</summary>
/// <param name="File">The file's path as the user gave it, or the name of what stands in for one.</param>
/// <param name="Line">The line, from 1; 0 when there is none.</param>
/// <param name="Column">The column, from 1; 0 when there is none.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <summary>file:line:column, without what is unknown.</summary>
    public override string ToString() => Line == 0 ? Visible : $"{Visible}:{Line}:{Column}";

    private string Visible => File is null ? "" : VisibleText.Of(File);
}
