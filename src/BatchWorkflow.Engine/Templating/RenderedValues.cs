namespace BatchWorkflow.Engine.Templating;

/// <summary>Free values with every text that is yet to be rendered in its place rendered.</summary>
internal static class RenderedValues
{
    /// <summary>The value.</summary>
    public static object? Render(object? value, Func<string, object?> render) => value switch
    {
        TemplateText text => render(text.Text),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(e => e.Key, e => Render(e.Value, render), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(i => Render(i, render)).ToList(),
        _ => value,
    };
}
