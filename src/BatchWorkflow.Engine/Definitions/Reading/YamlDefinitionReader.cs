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
            problems.Add(Explain(file, text, e));
        }
        return null;
    }

    private static Problem Explain(string file, string text, YamlException e)
    {
        if (Tab(text, e) is { } tab)
            return YamlTabs.Problem(new SourceLocation(file, tab.Line, tab.Column));
        return new Problem
        {
            Code = "Definition.Syntax",
            Location = new SourceLocation(file, (int)e.Start.Line, (int)e.Start.Column),
            Message = "This is not YAML: " + e.Message,
            Hint = e.Message.Contains("cannot start any token", StringComparison.Ordinal) ? "Put text that begins with a special character in quotes." : null,
        };
    }

    /// <summary>
    /// The tab that explains an error, if one does: it stands where the parser stopped, or between there and where the map around it begins;
    /// some errors name only that beginning, and then a line that begins with a tab is to blame.
    /// </summary>
    private static (int Line, int Column)? Tab(string text, YamlException e)
    {
        int begin = Math.Max(1, (int)e.Start.Line);
        int stop = Math.Max(begin, (int)e.End.Line);
        if (YamlTabs.FirstIndent(text, stop) is { } near && near.Line <= stop + 1)
            return near;
        return YamlTabs.FirstIndent(text, begin) is { } tab && (tab.Line <= stop + 1 || tab.Column == 1) ? tab : null;
    }
}
