namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Refuses characters that no file's name, environment variable or key can hold; escapes bring them into a text.</summary>
internal static class ControlCharacters
{
    /// <summary>False, and a problem, for a text with a NUL.</summary>
    public static bool Check(ScalarNode scalar, Binder binder)
    {
        if (scalar.Value is not string text || !text.Contains('\0', StringComparison.Ordinal))
            return true;
        binder.Add("Definition.Control", scalar.Location, $"{binder.Subject} holds a NUL character.", "Remove it: neither files nor scripts can be given one.");
        return false;
    }

    /// <summary>False, and a problem, for a key with a control character.</summary>
    public static bool CheckKey(MapEntry entry, Binder binder)
    {
        if (!entry.Key.Any(char.IsControl))
            return true;
        string shown = string.Concat(entry.Key.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}"));
        binder.Add("Definition.Control", entry.KeyLocation, $"The key \"{shown}\" holds a control character.", "Remove it.");
        return false;
    }
}
