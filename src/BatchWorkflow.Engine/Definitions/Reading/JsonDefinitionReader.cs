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
        string message = end < 0 ? e.Message : e.Message[..end];
        int at = JsonPlaces.OffsetOf(content, (int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
        if (message.Contains("trailing comma", StringComparison.Ordinal))
            return Problem(file, content, JsonMarks.LastComma(content, at), "nothing follows the comma.", "Remove the comma.");
        if (message.Contains("end of string", StringComparison.Ordinal) || message.Contains("is invalid within a JSON string", StringComparison.Ordinal))
            return Problem(file, content, JsonMarks.Quote(content, at), "the text in quotes that begins here is not closed on its line.", "Close it with a quote; write \\n for the end of a line.");
        bool isCut = message.Contains("depth to be zero", StringComparison.Ordinal) || message.Contains("reached end of data", StringComparison.Ordinal);
        if (isCut && JsonMarks.OpenBracket(content) is >= 0 and int open)
            return Problem(file, content, open, $"the {(char)content[open]} that begins here is not closed.", $"Close it with {(content[open] == (byte)'{' ? '}' : ']')}.");
        return Problem(file, content, at, message, null);
    }

    private static Problem Problem(string file, byte[] content, int offset, string message, string? hint)
    {
        (int line, int column) = new JsonPlaces(content).Of(offset);
        return new Problem
        {
            Code = "Definition.Syntax",
            Location = new SourceLocation(file, line, column),
            Message = "This is not JSON: " + message,
            Hint = hint,
        };
    }
}
