namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Finds in text what a later version brings: secret references that nobody here resolves.</summary>
internal static class Later
{
    private static readonly string[] SecretPrefixes = ["sops:", "kms:", "secretmanagement:"];

    /// <summary>True when the text means itself, or is a secret reference of this version; otherwise says what it is.</summary>
    public static bool Check(ScalarNode scalar, Binder binder) =>
        scalar.Value is not string text || Check(text, scalar.Location, binder);

    /// <summary>As <see cref="Check(ScalarNode, Binder)"/> for a value that was bound before.</summary>
    public static void CheckValue(object? value, SourceLocation at, Binder binder)
    {
        switch (value)
        {
            case string text:
                Check(text, at, binder);
                break;
            case IReadOnlyDictionary<string, object?> map:
                foreach ((string key, object? item) in map)
                {
                    binder.Enter(key);
                    CheckValue(item, at, binder);
                    binder.Leave();
                }
                break;
            case IReadOnlyList<object?> list:
                for (int i = 0; i < list.Count; i++)
                {
                    binder.Enter(i);
                    CheckValue(list[i], at, binder);
                    binder.Leave();
                }
                break;
        }
    }

    private static bool Check(string text, SourceLocation at, Binder binder)
    {
        foreach (string prefix in SecretPrefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                binder.NotYet(at, $"secret references that begin with {prefix} are", "Use env:NAME.");
                return false;
            }
        }
        if (!text.StartsWith("env:", StringComparison.Ordinal) || Names.Variable.IsMatch(text[4..]))
            return true;
        binder.Add("Definition.SecretReference", at, $"{binder.Subject} begins as a secret reference, but names no environment variable.",
            "Write env:NAME with the variable's name.");
        return false;
    }
}
