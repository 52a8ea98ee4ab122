namespace BatchWorkflow.Jinja.Values;

/// <summary>A dict: in order of insertion, with keys that are equal as Python says (1, 1.0 and True are one key).</summary>
internal sealed class DictValue
{
    private readonly OrderedDictionary<object, object?> _entries;

    internal DictValue(int capacity = 0) => _entries = new(capacity, ValueComparer.Instance);

    internal int Count => _entries.Count;

    /// <summary>Counts changes of the set of keys, so that iteration can notice them.</summary>
    internal int Version { get; private set; }

    internal IEnumerable<object?> Keys => _entries.Keys.Select(NoneKey.Unwrap);

    internal IEnumerable<object?> Values => _entries.Values;

    internal IEnumerable<KeyValuePair<object?, object?>> Entries =>
        _entries.Select(entry => new KeyValuePair<object?, object?>(NoneKey.Unwrap(entry.Key), entry.Value));

    internal KeyValuePair<object?, object?> this[int index]
    {
        get
        {
            KeyValuePair<object, object?> entry = _entries.GetAt(index);
            return new(NoneKey.Unwrap(entry.Key), entry.Value);
        }
    }

    internal bool TryGet(object? key, out object? value) => _entries.TryGetValue(key ?? NoneKey.Value, out value);

    internal bool Contains(object? key) => _entries.ContainsKey(key ?? NoneKey.Value);

    internal void Set(object? key, object? value)
    {
        int count = _entries.Count;
        _entries[key ?? NoneKey.Value] = value;
        if (count != _entries.Count)
            Version++;
    }

    internal bool Remove(object? key, out object? value)
    {
        if (!_entries.Remove(key ?? NoneKey.Value, out value))
            return false;
        Version++;
        return true;
    }

    internal void RemoveLast()
    {
        _entries.RemoveAt(_entries.Count - 1);
        Version++;
    }

    internal void Clear()
    {
        _entries.Clear();
        Version++;
    }

    internal DictValue Copy()
    {
        DictValue copy = new(Count);
        foreach (KeyValuePair<object, object?> entry in _entries)
            copy._entries.Add(entry.Key, entry.Value);
        return copy;
    }
}
