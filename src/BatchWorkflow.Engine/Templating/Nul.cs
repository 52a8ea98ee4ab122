namespace BatchWorkflow.Engine.Templating;

/// <summary>The character that no file's name, environment variable or command line can hold.</summary>
internal static class Nul
{
    /// <summary>True when a free value has one in a text or a key.</summary>
    public static bool IsIn(object? value) => value switch
    {
        string text => text.Contains('\0', StringComparison.Ordinal),
        IReadOnlyDictionary<string, object?> map => map.Any(e => IsIn(e.Key) || IsIn(e.Value)),
        IReadOnlyList<object?> list => list.Any(IsIn),
        _ => false,
    };
}
