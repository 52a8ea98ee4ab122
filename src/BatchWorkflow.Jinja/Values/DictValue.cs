namespace BatchWorkflow.Jinja.Values;

/// <summary>A dict: in order of insertion, with keys that are equal as Python says (1, 1.0 and True are one key).</summary>
internal sealed class DictValue
{
    private readonly OrderedDictionary<object, object?> _entries;

    internal DictValue(int capacity = 0) => _entries = new(capacity, ValueComparer.Instance);

    internal int Count => _entries.Count;

    /// <summary>Counts changes of the set of keys, so that iteration can notice them.</summary>
    internal int Version { get; private set; }

    internal IEnumerable<object?> Keys
    {
        get
        {
            for (int i = 0; i < _entries.Count; i++)
                yield return NoneKey.Unwrap(_entries.GetAt(i).Key);
        }
    }

    internal IEnumerable<KeyValuePair<object?, object?>> Entries
    {
        get
        {
            for (int i = 0; i < _entries.Count; i++)
                yield return this[i];
        }
    }

    internal KeyValuePair<object?, object?> this[int index]
    {
        get
        {
            KeyValuePair<object, object?> entry = _entries.GetAt(index);
            return new(NoneKey.Unwrap(entry.Key), Looked(entry.Value));
        }
    }

    internal bool TryGet(object? key, out object? value)
    {
        bool found = _entries.TryGetValue(key ?? NoneKey.Value, out value);
        value = Looked(value);
        return found;
    }

    private static object? Looked(object? value) => value is HostCollection collection ? collection.Converted : value;

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
        value = Looked(value);
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
