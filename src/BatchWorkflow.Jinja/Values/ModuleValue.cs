namespace BatchWorkflow.Jinja.Values;

/// <summary>A template that was imported: what it exports, and what it printed.</summary>
internal sealed class ModuleValue(string? name, Dictionary<string, object?> exports, string body)
{
    internal string? Name => name;

    internal Dictionary<string, object?> Exports => exports;

    internal string Body => body;
}
