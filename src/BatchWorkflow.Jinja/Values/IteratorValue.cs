namespace BatchWorkflow.Jinja.Values;

/// <summary>An iterator: its items can be taken once.</summary>
internal sealed class IteratorValue(IEnumerable<object?> items, string typeName = "generator", string function = "")
{
    private IEnumerator<object?>? _enumerator;

    /// <summary>Python's name of the iterator's type.</summary>
    internal string TypeName => typeName;

    /// <summary>The iterator's type as its repr names it: of a generator with the function that made it.</summary>
    internal string Title => function.Length == 0 ? $"{typeName} object" : $"{typeName} object {function}";

    internal bool TryNext(out object? item)
    {
        _enumerator ??= items.GetEnumerator();
        if (_enumerator.MoveNext())
        {
            item = _enumerator.Current;
            return true;
        }

        item = null;
        return false;
    }

    internal IEnumerable<object?> Rest()
    {
        while (TryNext(out object? item))
            yield return item;
    }
}
