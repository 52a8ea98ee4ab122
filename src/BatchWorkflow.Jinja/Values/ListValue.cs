namespace BatchWorkflow.Jinja.Values;

/// <summary>A list.</summary>
internal sealed class ListValue(List<object?> items)
{
    internal ListValue()
        : this([])
    {
    }

    internal List<object?> Items => items;
}
