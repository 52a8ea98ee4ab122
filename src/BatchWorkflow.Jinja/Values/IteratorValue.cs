using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>An iterator: its items can be taken once.</summary>
internal sealed class IteratorValue(IEnumerable<object?> items, string typeName = "generator", string function = "")
{
    /// <summary>How many iterators may draw on one another: as many as Python's own stack bears.</summary>
    private const int MaximumChain = 990;

    [ThreadStatic]
    private static int _chain;

    private IEnumerator<object?>? _enumerator;

    /// <summary>Python's name of the iterator's type.</summary>
    internal string TypeName => typeName;

    /// <summary>The iterator's type as its repr names it: of a generator with the function that made it.</summary>
    internal string Title => function.Length == 0 ? $"{typeName} object" : $"{typeName} object {function}";

    internal bool TryNext(out object? item)
    {
        if (_chain >= MaximumChain)
            throw Error.Recursion();
        RenderState.EnsureStack();
        _chain++;
        try
        {
            _enumerator ??= items.GetEnumerator();
            bool found = _enumerator.MoveNext();
            item = found ? _enumerator.Current : null;
            return found;
        }
        finally
        {
            _chain--;
        }
    }

    internal IEnumerable<object?> Rest()
    {
        while (TryNext(out object? item))
            yield return item;
    }
}
