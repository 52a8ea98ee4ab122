using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A text that may be rendered later: a shell command for each server, a question when it is asked.</summary>
/// <param name="wanted">What it is, as it follows "must be".</param>
internal sealed class LaterTextShape(string wanted) : Shape<(string Text, bool IsTemplate)>
{
    private readonly TextShape text = new(wanted);

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
