using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A shell command, which may be rendered for each server.</summary>
internal sealed class CommandShape : Shape<(string Text, bool IsTemplate)>
{
    private readonly TextShape text = new("a shell command");

    /// <inheritdoc />
    public override string Wanted => text.Wanted;

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out (string Text, bool IsTemplate) value)
    {
        if (node is ScalarNode { Value: TemplateText template } && template != TreeTemplates.Broken)
        {
            value = (template.Text, true);
            return true;
        }
        bool read = text.TryRead(node, binder, out string? plain);
        value = (plain ?? "", false);
        return read;
    }

    /// <inheritdoc />
    public override JsonObject Schema() => text.Schema();
}
