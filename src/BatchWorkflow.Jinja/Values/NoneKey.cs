namespace BatchWorkflow.Jinja.Values;

/// <summary>Stands for None as a key of a dict or set, which cannot be null.</summary>
internal sealed class NoneKey
{
    private NoneKey()
    {
    }

    internal static NoneKey Value { get; } = new();

    internal static object? Unwrap(object key) => ReferenceEquals(key, Value) ? null : key;
}
