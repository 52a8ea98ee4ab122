namespace BatchWorkflow.Jinja.Values;

internal enum DictViewKind
{
    Keys, Values, Items,
}

/// <summary>A live view of a dict's keys, values or items.</summary>
internal sealed record DictView(DictValue Dict, DictViewKind Kind)
{
    internal string TypeName => Kind switch
    {
        DictViewKind.Keys => "dict_keys",
        DictViewKind.Values => "dict_values",
        _ => "dict_items",
    };

    internal object? At(int index)
    {
        KeyValuePair<object?, object?> entry = Dict[index];
        return Kind switch
        {
            DictViewKind.Keys => entry.Key,
            DictViewKind.Values => entry.Value,
            _ => new TupleValue([entry.Key, entry.Value]),
        };
    }
}
