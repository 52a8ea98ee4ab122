namespace BatchWorkflow.Jinja.Values;

/// <summary>What <c>namespace()</c> makes: attributes that a template can set from any scope.</summary>
internal sealed class NamespaceValue(DictValue attributes)
{
    internal DictValue Attributes => attributes;
}
