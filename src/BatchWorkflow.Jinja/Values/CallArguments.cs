namespace BatchWorkflow.Jinja.Values;

/// <summary>The arguments of one call.</summary>
internal sealed class CallArguments(object?[] positional, List<KeyValuePair<string, object?>>? named = null)
{
    internal static CallArguments None { get; } = new([]);

    internal object?[] Positional => positional;

    internal IReadOnlyList<KeyValuePair<string, object?>> Named => named ?? (IReadOnlyList<KeyValuePair<string, object?>>)[];

    /// <summary>The argument of a name; it is no longer among the others then.</summary>
    internal bool Take(string name, out object? value)
    {
        int index = named?.FindIndex(pair => pair.Key == name) ?? -1;
        value = index < 0 ? null : named![index].Value;
        if (index >= 0)
            named!.RemoveAt(index);
        return index >= 0;
    }
}
