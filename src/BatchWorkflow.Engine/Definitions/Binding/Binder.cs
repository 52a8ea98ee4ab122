using System.Globalization;
using System.Text;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>What the shapes of one file share while they read its tree: the path to where they are, and the problems.</summary>
internal sealed class Binder(ProblemList problems)
{
    private readonly Stack<(string? Key, int Index)> path = new();

    /// <summary>The path of the field that is being read: operations[0].items[2].</summary>
    public string Path
    {
        get
        {
            StringBuilder text = new();
            foreach ((string? key, int index) in path.Reverse())
            {
                if (key is null)
                    text.Append(CultureInfo.InvariantCulture, $"[{index}]");
                else
                    text.Append(text.Length == 0 ? "" : ".").Append(key);
            }
            return text.ToString();
        }
    }

    /// <summary>The path as the subject of a sentence.</summary>
    public string Subject => path.Count == 0 ? "The definition" : Path;

    /// <summary>Goes to the value of a key.</summary>
    public void Enter(string key) => path.Push((key, 0));

    /// <summary>Goes to an item of a list.</summary>
    public void Enter(int index) => path.Push((null, index));

    /// <summary>Goes back to where the value stands.</summary>
    public void Leave() => path.Pop();

    /// <summary>Says that the value has the wrong form.</summary>
    public void Refuse(DefinitionNode node, string wanted, string? hint = null)
    {
        if (node is ScalarNode { Value: TemplateText text })
            TemplateShapes.RefuseUnknown(text, node.Location, this);
        else
            Add(Form, node.Location, $"{Subject} must be {wanted}, not {Describe(node)}.", hint);
    }

    /// <summary>Adds a problem.</summary>
    public void Add(string code, SourceLocation at, string message, string? hint = null) => problems.Add(code, at, message, hint);

    /// <summary>Adds a warning.</summary>
    public void Warn(string code, SourceLocation at, string message, string? hint = null) => problems.Warn(code, at, message, hint);

    /// <summary>Says that the field needs what a later version brings.</summary>
    public void NotYet(SourceLocation at, string what, string? hint = null) =>
        Add("Definition.NotAvailable", at, $"{Subject}: {what} not available in this version.", hint);

    /// <summary>The code of a value of the wrong form.</summary>
    public const string Form = "Definition.WrongValue";

    private static string Describe(DefinitionNode node) => node switch
    {
        MapNode => "a map",
        ListNode => "a list",
        ScalarNode { Value: null } => "nothing",
        ScalarNode { Value: string text } => Quote(text.Length <= 40 ? text : text[..40] + "…"),
        ScalarNode { Value: bool flag } => flag ? "true" : "false",
        ScalarNode { Written: { Length: <= 40 } written } => written,
        ScalarNode scalar => Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!,
        _ => "something else",
    };

    private static string Quote(string text) =>
        $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";
}
