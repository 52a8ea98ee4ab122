using YamlDotNet.Core;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Reads YAML 1.2 with its core schema.</summary>
internal sealed class YamlDefinitionReader : DefinitionReader
{
    /// <inheritdoc />
    public override IReadOnlyList<string> Extensions { get; } = [".yaml", ".yml"];

    /// <inheritdoc />
    public override DefinitionNode? Read(string file, string text, ICollection<Problem> problems)
    {
        YamlEvents events = new(text);
        try
        {
            return new YamlTree(text, events, new TreeBuilder(file, problems)).Read();
        }
        catch (UnreadableTextException e)
        {
            problems.Add(e.Problem);
        }
        catch (YamlException e)
        {
            problems.Add(Explain(file, text, new SourceLocation(file, (int)e.Start.Line, (int)e.Start.Column), e.Message));
        }
        return null;
    }

    private static Problem Explain(string file, string text, SourceLocation at, string message)
    {
        if (YamlTabs.FirstIndent(text, Math.Max(1, at.Line)) is { } tab && tab.Line <= at.Line + 1)
            return YamlTabs.Problem(new SourceLocation(file, tab.Line, tab.Column));
        return new Problem
        {
            Code = "Definition.Syntax",
            Location = at,
            Message = "This is not YAML: " + message,
            Hint = message.Contains("cannot start any token", StringComparison.Ordinal) ? "Put text that begins with a special character in quotes." : null,
        };
    }
}
