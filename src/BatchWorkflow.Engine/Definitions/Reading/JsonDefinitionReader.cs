using System.Text;
using System.Text.Json;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Reads JSON as RFC 8259 has it, and comments as JavaScript has them.</summary>
internal sealed class JsonDefinitionReader : DefinitionReader
{
    /// <inheritdoc />
    public override IReadOnlyList<string> Extensions { get; } = [".json"];

    /// <inheritdoc />
    public override DefinitionNode? Read(string file, string text, ICollection<Problem> problems)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        try
        {
            if (string.IsNullOrWhiteSpace(text))
                throw new UnreadableTextException("Definition.Empty", new SourceLocation(file, 1, 1), "The file is empty.");
            return new JsonTree(content, new TreeBuilder(file, problems)).Read();
        }
        catch (UnreadableTextException e)
        {
            problems.Add(e.Problem);
        }
        catch (JsonException e)
        {
            problems.Add(Explain(file, content, e));
        }
        return null;
    }

    private static Problem Explain(string file, byte[] content, JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        JsonPlaces places = new(content);
        if (e.Message.Contains("trailing comma", StringComparison.Ordinal))
        {
            (int Line, int Column) comma = places.Of(JsonCommas.LastBefore(content, JsonPlaces.OffsetOf(content, (int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0))));
            return new Problem
            {
                Code = "Definition.Syntax",
                Location = new SourceLocation(file, comma.Line, comma.Column),
                Message = "This is not JSON: nothing follows the comma.",
                Hint = "Remove the comma.",
            };
        }
        (int line, int column) = places.FromLine((int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
        return new Problem
        {
            Code = "Definition.Syntax",
            Location = new SourceLocation(file, line, column),
            Message = "This is not JSON: " + (end < 0 ? e.Message : e.Message[..end]),
        };
    }
}
