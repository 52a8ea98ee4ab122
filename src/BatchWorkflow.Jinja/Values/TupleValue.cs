namespace BatchWorkflow.Jinja.Values;

/// <summary>A tuple; a grouped one also names its parts.</summary>
internal sealed class TupleValue(object?[] items, string[]? names = null)
{
    private int? _hash;

    internal object?[] Items => items;

    /// <summary>The names of the parts where the tuple is one of <c>groupby</c>; null for a plain one.</summary>
    internal string[]? Names => names;

    /// <summary>The hash is kept, so that tuples that hold a tuple many times are hashed once.</summary>
    internal int Hash
    {
        get
        {
            if (_hash is { } known)
                return known;
            HashCode hash = default;
            foreach (object? item in items)
                hash.Add(ValueComparer.Instance.GetHashCode(item ?? NoneKey.Value));
            return (_hash = hash.ToHashCode()).Value;
        }
    }
}
