using System.Collections.ObjectModel;

namespace BatchWorkflow;

/// <summary>Free-form values of a definition: null, string, bool, long, double, <see cref="TemplateText"/>, list or map of these.</summary>
public static class Values
{
    /// <summary>No values.</summary>
    public static IReadOnlyDictionary<string, object?> None { get; } = ReadOnlyDictionary<string, object?>.Empty;
}
