namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>The problems of a workflow as a person in a folder wants to read them.</summary>
internal static class Problems
{
    /// <summary>The same problems with paths relative to the current folder where they lie below it.</summary>
    public static IReadOnlyList<Problem> Near(string folder, IEnumerable<Problem> problems)
    {
        string start = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        return [.. problems.Select(p => p.Location.File?.StartsWith(start, StringComparison.Ordinal) == true
            ? p with { Location = p.Location with { File = p.Location.File[start.Length..] } }
            : p)];
    }

    /// <summary>One refusal that tells all problems; a single one is told by itself.</summary>
    public static BatchWorkflowException Refusal(string what, IReadOnlyList<Problem> problems)
    {
        if (problems is [var only])
            return new BatchWorkflowException("Definition.Invalid", only.Location.File is null or "" ? $"{what}: {only}" : only.ToString()) { Problems = problems };
        int warnings = problems.Count(p => p.IsWarning);
        int errors = problems.Count - warnings;
        string also = warnings == 0 ? "" : $" and {Counted(warnings, "warning")}";
        string head = $"{what} has {Counted(errors, "problem")}{also}.";
        return new BatchWorkflowException("Definition.Invalid", string.Join('\n', problems.Select(p => "  " + p).Prepend(head)))
        {
            Problems = problems,
            RecommendedAction = errors == 1 ? "Mend it:" : "Mend them:",
        };
    }

    private static string Counted(int count, string word) => count == 1 ? $"a {word}" : $"{count} {word}s";
}
