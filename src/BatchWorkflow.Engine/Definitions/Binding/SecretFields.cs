namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of secrets. A block to which nothing refers is checked for its form and accepted.</summary>
internal static class SecretFields
{
    /// <summary>secrets.</summary>
    public static RecordShape<SecretProvider> Shape { get; } =
        new RecordShape<SecretProvider>("Who resolves secret references.", () => new() { Provider = "" })
            .Must("provider", Words.Of("sops", "kms", "env", "secretmanagement"), (s, v) => s with { Provider = v },
                "Who resolves references. This version resolves env:NAME.")
            .May("sops_config", Sops, (s, v) => With(s, "sops_config", v.Values), "Settings of sops.")
            .May("kms_config", Names.Settings, (s, v) => With(s, "kms_config", v), "Settings of the key management service.");

    private static RecordShape<SopsConfig> Sops =>
        new RecordShape<SopsConfig>("Settings of sops.", () => new(Values.None))
            .May("age_key_file", new TextShape("a file's path"), (s, v) => new(new Dictionary<string, object?>(s.Values) { ["age_key_file"] = v }),
                "The file of the age key.")
            .Rest((s, others) => new(new Dictionary<string, object?>(s.Values.Concat(others))));

    private static SecretProvider With(SecretProvider secrets, string name, IReadOnlyDictionary<string, object?> settings) =>
        secrets with { Settings = new Dictionary<string, object?>(secrets.Settings) { [name] = settings } };

    private sealed record SopsConfig(IReadOnlyDictionary<string, object?> Values);
}
