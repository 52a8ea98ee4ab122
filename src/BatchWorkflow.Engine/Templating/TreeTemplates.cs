using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>
/// Renders the texts of a definition's tree. What uses something that is not known while a definition is loaded becomes a
/// <see cref="TemplateText"/>; whether that may stand there is for the shapes to say.
/// </summary>
internal sealed class TreeTemplates(TextTemplates templates, ProblemList problems, CancellationToken cancellationToken)
{
    /// <summary>Keys whose values are expressions already.</summary>
    private static readonly string[] Expressions = ["when", "wait_condition"];

    /// <summary>Stands where a problem was told, so that the place does not make another.</summary>
    public static TemplateText Broken { get; } = new("");

    /// <summary>The tree with its texts rendered.</summary>
    public DefinitionNode Render(DefinitionNode node, TemplateScope scope)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return node switch
        {
            MapNode map => map with { Entries = [.. map.Entries.Select(e => Expressions.Contains(e.Key) ? e : e with { Value = Render(e.Value, scope) })] },
            ListNode list => list with { Items = [.. list.Items.Select(i => Render(i, scope))] },
            ScalarNode { Value: string text } scalar when TemplateMarks.AreIn(text) => Render(scalar, text, scope),
            ScalarNode { Value: TemplateText text } scalar when text != Broken => Render(scalar, text.Text, scope),
            _ => node,
        };
    }

    private DefinitionNode Render(ScalarNode scalar, string text, TemplateScope scope)
    {
        try
        {
            return TreeValues.ToNode(templates.Render(text, "", scope, cancellationToken), scalar.Location);
        }
        catch (UnknownValueException e)
        {
            if (!Unknowns.IsSecret(e.Value))
                return scalar with { Value = e.Value == Unknowns.Broken ? Broken : new TemplateText(text) };
            problems.Add("Definition.SecretInText", scalar.Location, $"The text would hold what is {e.Value.Description}.",
                "Scripts get a secret in the file that BW_SECRET_… names, and files that end in .j2 may use it.");
        }
        catch (JinjaException e)
        {
            problems.Add(TemplateProblems.Of(e, TemplateProblems.Inside(scalar, e.Line, e.Column)));
        }
        catch (InvalidCastException e)
        {
            problems.Add("Definition.Template", scalar.Location, $"The template gives no usable value: {e.Message}.");
        }
        return scalar with { Value = Broken };
    }
}
