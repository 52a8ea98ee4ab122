using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A condition: a Jinja2 expression without braces; an empty one is none.</summary>
internal sealed class ExpressionShape : Shape<string?>
{
    /// <inheritdoc />
    public override string Wanted => "an expression as text";

    /// <inheritdoc />
    public override JsonObject Schema() => TemplateShapes.AnyOf("string", "boolean", "null");

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, out string? value)
    {
        value = null;
        if (node is ScalarNode { Value: bool flag })
        {
            value = flag ? "true" : "false";
            return true;
        }
        if (node is not ScalarNode { Value: null or string } scalar)
        {
            binder.Refuse(node, Wanted, node is ScalarNode ? "Put it in quotes." : null);
            return false;
        }
        value = string.IsNullOrWhiteSpace(scalar.Value as string) ? null : (string)scalar.Value!;
        if (value is not null)
            Check(value, scalar, binder);
        return true;
    }

    private static void Check(string text, ScalarNode scalar, Binder binder)
    {
        try
        {
            new TextTemplates().CompileExpression(text, "");
        }
        catch (JinjaException e)
        {
            string? hint = TemplateMarks.AreIn(text) ? "A condition is an expression already: write it without braces." : null;
            binder.Add(TemplateProblems.Code, TemplateProblems.Inside(scalar, e.Line, e.Column), $"{binder.Subject}: {TemplateProblems.Words(e)}", hint);
        }
    }
}
