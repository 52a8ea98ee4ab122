namespace BatchWorkflow.Jinja.Values;

/// <summary>A set, in order of insertion.</summary>
internal sealed class SetValue
{
    private readonly DictValue _items = new();

    internal int Count => _items.Count;

    internal IEnumerable<object?> Items => _items.Keys;

    internal bool Contains(object? item) => _items.Contains(item);

    internal void Add(object? item) => _items.Set(item, null);

    internal bool Remove(object? item) => _items.Remove(item, out _);
}
