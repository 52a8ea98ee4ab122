using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Reads YAML 1.2 with its core schema.</summary>
internal sealed partial class YamlDefinitionReader : DefinitionReader
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
            problems.Add(Explain(file, text, e, events.Open));
        }
        return null;
    }

    private static Problem Explain(string file, string text, YamlException e, ParsingEvent? open)
    {
        if (Tab(text, e) is { } tab)
            return YamlTabs.Problem(new SourceLocation(file, tab.Line, tab.Column));
        if (e.Message.Contains("incompatible YAML", StringComparison.Ordinal) && Version().Match(text) is { Success: true } version)
            return Problem(file, e.Start, $"The file says that it is YAML {Short(version.Groups[1].Value)}, which is not known here.", "Remove the line %YAML: files are read as YAML 1.2.");
        bool isUnclosed = e.Message.Contains("did not find expected", StringComparison.Ordinal) || e.Message.Contains("unexpected end", StringComparison.Ordinal);
        if (isUnclosed && YamlEvents.NotClosed(open) is { } notClosed)
            return Problem(file, open!.Start, "This is not YAML: " + notClosed, e.Start.Line > open.Start.Line ? $"Close it before line {e.Start.Line}." : null);
        (string message, string? hint) = YamlWords.Of(e.Message);
        return Problem(file, e.Start, "This is not YAML: " + message, hint);
    }

    private static Problem Problem(string file, Mark at, string message, string? hint) =>
        new() { Code = "Definition.Syntax", Location = new SourceLocation(file, (int)at.Line, (int)at.Column), Message = message, Hint = hint };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^%YAML[ \t]+(\S+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Version();

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
