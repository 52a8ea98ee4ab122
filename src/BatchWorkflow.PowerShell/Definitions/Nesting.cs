namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Bounds the depth of a text before PowerShell's own parser, which recurses, gets to see it.</summary>
internal static class Nesting
{
    public const int Deepest = 200;

    /// <summary>True when more brackets are open at once than allowed; those in strings and comments count too.</summary>
    public static bool IsTooDeep(string text)
    {
        int depth = 0;
        foreach (char c in text)
        {
            if (c is '(' or '{' or '[' && ++depth > Deepest)
                return true;
            if (c is ')' or '}' or ']' && depth > 0)
                depth--;
        }
        return false;
    }
}
