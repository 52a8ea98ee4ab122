namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>What the parser of YAML says is wrong, in words for people who do not know its grammar.</summary>
internal static class YamlWords
{
    private static readonly (string Sign, string Message, string? Hint)[] Known =
    [
        ("unknown escape character", "a text in double quotes has a \\ before a character that stands for nothing.", "Write \\\\ for a backslash, or use single quotes."),
        ("expected hexadecimal number", "a text in double quotes has a \\x, \\u or \\U without all of its digits.", "Write \\\\ for a backslash, or use single quotes."),
        ("multi-line double-quoted scalar", "the text in quotes that begins here is not closed, or its next lines are not indented.", "Close it with the same quote, or indent them deeper than its key."),
        ("scanning a quoted scalar, found unexpected", "the text in quotes that begins here is not closed.", "Close it with the same quote."),
        ("plain scalar value, found invalid mapping", "a text without quotes has a colon and a space in it, which begins another value.", "Put the text in quotes, or the second key on a line of its own."),
        ("multiline plain scalar, found invalid mapping", "a text without quotes goes on to this line, and a colon and a space stand in it.", "Indent a key as the others of its map, or put the text in quotes."),
        ("apping values are not allowed", "a colon and a space stand where no key can be.", "Put the text in quotes, or the key on a line of its own."),
        ("could not find expected ':'", "a key is not followed by a colon and a space.", "Write key: value, or put a text of more than one line in quotes."),
        ("cannot start any token", "no text without quotes can begin with this character.", "Put text that begins with a special character in quotes."),
        ("parsing a block mapping, did not find expected key", "a key of this map was expected, and something else stands there.", "Write key: value, indent all keys of a map alike, and put texts with special characters in quotes."),
        ("did not find expected '-' indicator", "an item of this list was expected, and something else stands there.", "Begin each item with a - that stands below the first one."),
        ("block sequence entries are not allowed", "a - stands where no list can begin.", "Put the first item on a line of its own."),
        ("scanning a block scalar", "what follows | or > is not understood.", "Write | or >, at most with a - or + after it, and the text on the lines below."),
        ("scanning an anchor or alias", "no name follows the & or *.", "Put text that begins with & or * in quotes."),
    ];

    /// <summary>What is wrong and how it may be mended; the parser's own words where they are none of those that are known.</summary>
    public static (string Message, string? Hint) Of(string parser)
    {
        foreach ((string sign, string message, string? hint) in Known)
            if (parser.Contains(sign, StringComparison.OrdinalIgnoreCase))
                return (message, hint);
        return (parser, null);
    }
}
