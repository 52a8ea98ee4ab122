namespace BatchWorkflow.Engine.Views;

/// <summary>What differs, as people read it.</summary>
internal static class Differences
{
    /// <summary>property: found → wanted.</summary>
    public static string Text(PropertyDifference difference) =>
        $"{difference.Property}: {Value(difference.Found)} → {Value(difference.Wanted)}";

    private static string Value(string? value) => value switch { null => "(none)", "" => "\"\"", _ => value };
}
