namespace BatchWorkflow;

/// <summary>Takes a script's lines while they come; called by one thread at a time.</summary>
public interface IScriptOutput
{
    /// <summary>A whole line, without its line end.</summary>
    /// <param name="isError">True for standard error.</param>
    /// <param name="line">The line as the script wrote it, not masked.</param>
    void Line(bool isError, string line);
}
