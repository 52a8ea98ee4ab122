namespace BatchWorkflow.Jinja.Values;

/// <summary>The bounds of a slice; null where one is left out.</summary>
internal sealed record SliceValue(object? Start, object? Stop, object? Step);
