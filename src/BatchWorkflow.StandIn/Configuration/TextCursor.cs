using System.Text;

namespace BatchWorkflow.StandIn.Configuration;

/// <summary>A place in a text that moves forward and counts lines.</summary>
internal sealed class TextCursor(string file, string text)
{
    private int position;

    /// <summary>The file that the text is from.</summary>
    public string File { get; } = file;

    /// <summary>The line of the place, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>True after the last character.</summary>
    public bool AtEnd => position >= text.Length;

    /// <summary>The character here; NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[position];

    /// <summary>An error at this place.</summary>
    public ConfigurationException Wrong(string reason) => new(File, Line, reason);

    /// <summary>Takes the character here.</summary>
    public char Take()
    {
        char taken = Current;
        if (taken == '\n')
            Line++;
        position++;
        return taken;
    }

    /// <summary>Takes the character here if it is this one.</summary>
    public bool TryTake(char wanted)
    {
        if (AtEnd || Current != wanted)
            return false;
        Take();
        return true;
    }

    /// <summary>Takes this character, after spaces.</summary>
    public void Expect(char wanted)
    {
        SkipSpaces();
        if (!TryTake(wanted))
            throw Wrong($"'{wanted}' was expected, not {Here}");
    }

    /// <summary>Takes characters as long as they fit.</summary>
    public string TakeWhile(Func<char, bool> fits)
    {
        int start = position;
        while (!AtEnd && fits(Current))
            Take();
        return text[start..position];
    }

    /// <summary>Takes the rest of a string whose opening quote was taken.</summary>
    public string TakeQuoted(char quote, bool escapes)
    {
        StringBuilder value = new();
        while (!TryTake(quote))
        {
            if (AtEnd || Current == '\n')
                throw Wrong("a string is not closed");
            char next = Take();
            value.Append(escapes && next == '\\' ? Unescape() : next);
        }
        return value.ToString();
    }

    /// <summary>True when the text goes on like this.</summary>
    public bool StartsWith(string wanted) => text.AsSpan(Math.Min(position, text.Length)).StartsWith(wanted, StringComparison.Ordinal);

    /// <summary>Passes over spaces and tabs.</summary>
    public void SkipSpaces() => TakeWhile(c => c is ' ' or '\t' or '\r');

    /// <summary>Passes over white space, line ends and comments.</summary>
    public void SkipBlank(char comment)
    {
        for (TakeWhile(char.IsWhiteSpace); Current == comment && !AtEnd; TakeWhile(char.IsWhiteSpace))
            TakeWhile(c => c != '\n');
    }

    /// <summary>Passes over the rest of the line, which may hold only a comment.</summary>
    public void ExpectLineEnd(char comment)
    {
        SkipSpaces();
        if (Current == comment)
            TakeWhile(c => c != '\n');
        if (!AtEnd && !TryTake('\n'))
            throw Wrong($"the line should end before {Here}");
    }

    private string Here => AtEnd ? "the end of the file" : Current == '\n' ? "the end of the line" : $"'{Printable(Current)}'";

    private static string Printable(char c) => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString();

    private char Unescape() => Take() switch
    {
        'n' => '\n',
        't' => '\t',
        '"' => '"',
        '\\' => '\\',
        char other => throw Wrong($"\\{Printable(other)} is not an escape that is read here"),
    };
}
