using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>The events of a YAML text, one at a time.</summary>
internal sealed class YamlEvents(string text)
{
    private readonly Parser parser = new(new StringReader(text));
    private readonly Stack<ParsingEvent> brackets = new();
    private Mark last = new(0, 1, 1);

    /// <summary>The innermost bracket or brace that is open; null when none is.</summary>
    public ParsingEvent? Open => brackets.TryPeek(out ParsingEvent? open) ? open : null;

    /// <summary>True when the last event stands inside a list in brackets or a map in braces.</summary>
    public bool IsInBrackets(ParsingEvent e) => brackets.TryPeek(out ParsingEvent? open) && (open != e || brackets.Count > 1);

    /// <summary>The next event.</summary>
    public ParsingEvent Next()
    {
        try
        {
            if (!parser.MoveNext() || parser.Current is not { } current)
                throw new YamlException(last, last, "the text ends too early.");
            last = current.End;
            return Track(current);
        }
        catch (ArgumentException)
        {
            // A tag that is no address, such as !<http://>.
            throw new YamlException(last, last, "a tag after this place is not valid.");
        }
        catch (InvalidOperationException)
        {
            // The parser gives this bare exception for some texts, such as a list in brackets that is never closed.
            Mark at = Open?.Start ?? last;
            throw new YamlException(at, at, NotClosed(Open) ?? "what follows this place cannot be read.");
        }
    }

    /// <summary>What is wrong with a bracket that has no end; null for none.</summary>
    public static string? NotClosed(ParsingEvent? open) => open switch
    {
        SequenceStart => "the [ that begins here is not closed.",
        MappingStart => "the { that begins here is not closed.",
        _ => null,
    };

    private ParsingEvent Track(ParsingEvent current)
    {
        // Within brackets everything is in brackets, so every end there closes one.
        if (current is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow })
            brackets.Push(current);
        else if (brackets.Count > 0 && current is (SequenceEnd or MappingEnd))
            brackets.Pop();
        return current;
    }
}
