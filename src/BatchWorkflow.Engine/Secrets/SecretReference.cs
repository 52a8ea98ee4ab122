namespace BatchWorkflow.Engine.Secrets;

/// <summary>Names a secret without holding it: env:NAME, sops:…, kms:…, secretmanagement:vault/name.</summary>
/// <param name="Scheme">Who knows the secret: the part before the colon.</param>
/// <param name="Name">Its name there: the part after the colon.</param>
internal sealed record SecretReference(string Scheme, string Name)
{
    /// <summary>The schemes that make a text a reference; only env can be resolved now.</summary>
    public static IReadOnlyList<string> Schemes { get; } = [EnvironmentSecrets.SchemeName, "given", "sops", "kms", "secretmanagement"];

    /// <summary>The reference that a value of a definition is, or null when it is an ordinary value.</summary>
    public static SecretReference? Parse(object? value)
    {
        if (value is not string text)
            return null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 && Schemes.Contains(text[..colon], StringComparer.Ordinal)
            ? new SecretReference(text[..colon], text[(colon + 1)..])
            : null;
    }

    /// <summary>All references in a value of a definition: itself, or those in its lists and maps.</summary>
    public static IEnumerable<SecretReference> AllIn(object? value) => value switch
    {
        string => Parse(value) is { } reference ? [reference] : [],
        IEnumerable<KeyValuePair<string, object?>> map => map.SelectMany(entry => AllIn(entry.Value)),
        IEnumerable<object?> list => list.SelectMany(AllIn),
        _ => [],
    };

    /// <summary>The reference as files write it.</summary>
    public override string ToString() => $"{Scheme}:{Name}";
}
