namespace BatchWorkflow.Jinja;

/// <summary>Templates that are in memory.</summary>
/// <param name="templates">The texts by name.</param>
public sealed class DictionaryLoader(IReadOnlyDictionary<string, string> templates) : TemplateLoader
{
    /// <inheritdoc />
    public override string? Load(string name) => templates.GetValueOrDefault(name);
}
