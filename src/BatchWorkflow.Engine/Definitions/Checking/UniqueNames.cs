namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Finds things that share a name, also where only upper and lower case differ: names become file names.</summary>
internal static class UniqueNames
{
    /// <summary>Checks the names of a list.</summary>
    /// <param name="names">The names in the order of the file.</param>
    /// <param name="place">The place of a name by its index.</param>
    /// <param name="what">What has the names.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(IEnumerable<string> names, Func<int, SourceLocation> place, string what, ProblemList problems)
    {
        Dictionary<string, (string Name, int Index)> seen = new(StringComparer.OrdinalIgnoreCase);
        int index = -1;
        foreach (string name in names)
        {
            index++;
            if (name.Length == 0 || seen.TryAdd(name, (name, index)))
                continue;
            (string first, int at) = seen[name];
            SourceLocation other = place(at);
            string where = other.Line == 0 ? "" : $" at line {other.Line}, column {other.Column}";
            problems.Add("Definition.Duplicate", place(index),
                first == name ? $"A second {what} is named {name}; the first stands{(where.Length == 0 ? " before it" : where)}."
                    : $"The {what} {name} differs from {first}{where} only in upper and lower case.",
                "Names become file names, so they must differ. Rename one of them.");
        }
    }
}
