using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Templating;

/// <summary>Puts a mark in the place of secrets, so that nothing that is kept or shown is made of their values.</summary>
internal static class HiddenValues
{
    /// <summary>The value of a variable with every secret reference hidden.</summary>
    public static object? Hide(string variable, object? value) => value switch
    {
        string when SecretReference.Parse(value) is not null => Unknowns.Secret(variable),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(e => e.Key, e => Hide(variable, e.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(i => Hide(variable, i)).ToList(),
        _ => value,
    };
}
