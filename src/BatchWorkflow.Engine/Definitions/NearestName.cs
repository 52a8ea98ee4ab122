namespace BatchWorkflow.Engine.Definitions;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>Names longer than this are not compared.</summary>
    private const int Longest = 64;

    /// <summary>Did you mean …?, or null when nothing is near.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } near ? $"Did you mean {near}?" : null;

    /// <summary>The candidate that is nearest to a name, or null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > Longest)
            return null;
        string? best = null;
        int least = (name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length is 0 or > Longest || Math.Abs(candidate.Length - name.Length) > least)
                continue;
            int distance = Distance(name, candidate, least);
            if (distance < least || (distance == least && best is null && distance < candidate.Length - 1))
                (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>
    /// Edits from one to the other, a swap of neighbours counting as one, and dashes, underscores, upper and lower case as the same;
    /// anything above <paramref name="most"/> is most + 1.
    /// </summary>
    private static int Distance(string a, string b, int most)
    {
        Span<int> before = stackalloc int[Longest + 1];
        Span<int> above = stackalloc int[Longest + 1];
        Span<int> row = stackalloc int[Longest + 1];
        for (int j = 0; j <= b.Length; j++)
            above[j] = j;
        Span<char> target = stackalloc char[b.Length];
        for (int j = 0; j < b.Length; j++)
            target[j] = Fold(b[j]);
        char previous = '\0';
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            char current = Fold(a[i - 1]);
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = above[j - 1] + (current == target[j - 1] ? 0 : 1);
                int edit = Math.Min(changed, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && current == target[j - 2] && previous == target[j - 1])
                    edit = Math.Min(edit, before[j - 2] + 1);
                row[j] = edit;
                least = Math.Min(least, edit);
            }
            if (least > most)
                return most + 1;
            previous = current;
            Span<int> spare = before;
            before = above;
            above = row;
            row = spare;
        }
        return above[b.Length];
    }

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);
}
