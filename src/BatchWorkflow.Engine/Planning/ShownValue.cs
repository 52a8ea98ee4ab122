namespace BatchWorkflow.Engine.Planning;

/// <summary>A value of a definition as one short line.</summary>
internal static class ShownValue
{
    private const int Longest = 60;

    /// <summary>The line; null for what is not there.</summary>
    public static string? Of(string? text)
    {
        string? line = text?.ReplaceLineEndings(" ");
        return line is { Length: > Longest } ? line[..(Longest - 1)] + "…" : line;
    }
}
