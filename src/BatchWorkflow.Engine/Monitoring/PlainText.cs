using System.Text;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Text that cannot move a terminal's cursor, colour it, or hide what it says.</summary>
internal static class PlainText
{
    private const char Escape = '\u001b';

    /// <summary>One line without escape sequences and control or invisible characters; line ends and tabs become spaces.</summary>
    public static string Line(string text) => NeedsWork(text, keepLines: false) ? Strip(text, keepLines: false) : text;

    /// <summary>As <see cref="Line"/>, but line feeds and tabs stay.</summary>
    public static string Lines(string text) => NeedsWork(text, keepLines: true) ? Strip(text, keepLines: true) : text;

    /// <summary>One line in which each character that is not plain became a space, so that columns stay what they are.</summary>
    public static string SameLength(string text) => string.Concat(text.Select(one => IsPlain(one) ? one : ' '));

    private static bool NeedsWork(string text, bool keepLines)
    {
        foreach (char one in text)
            if (!IsPlain(one) && !(keepLines && one is '\n' or '\t'))
                return true;
        return false;
    }

    private static bool IsPlain(char one) => one is >= ' ' and < '\u007f' || (one > '\u009f' && !IsInvisible(one));

    // Zero-width, direction and line-separator characters, with which a text shows something else than it holds.
    private static bool IsInvisible(char one) =>
        one is (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u2069') or '\ufeff' or '\u00ad';

    private static string Strip(string text, bool keepLines)
    {
        StringBuilder plain = new(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            char one = text[at];
            if (IsPlain(one))
                plain.Append(one);
            else if (one is Escape or '\u009b' or '\u009d' or '\u0090')
                at = SequenceEnd(text, at);
            else if (keepLines && one is '\n' or '\t')
                plain.Append(one);
            else if (one is '\n' or '\t' or '\u2028' or '\u2029' || (one == '\r' && at + 1 < text.Length && text[at + 1] != '\n'))
                plain.Append(' ');
        }

        return plain.ToString();
    }

    // The index of the last character of the escape sequence that begins at a place.
    private static int SequenceEnd(string text, int at)
    {
        char kind = text[at] == Escape ? (at + 1 < text.Length ? text[++at] : Escape) : (char)(text[at] - 0x40);
        if (kind == '[')
            return CommandEnd(text, at + 1);
        if (kind is ']' or 'P' or 'X' or '^' or '_')
            return StringEnd(text, at + 1);
        while (at < text.Length - 1 && text[at] is >= ' ' and <= '/')
            at++;
        return at;
    }

    private static int CommandEnd(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '?')
            at++;
        return at < text.Length && text[at] is >= '@' and <= '~' ? at : at - 1;
    }

    // Ends with BEL or ESC \; one that never ends loses only its beginning, so that nothing can be hidden behind it.
    private static int StringEnd(string text, int begin)
    {
        for (int at = begin; at < text.Length; at++)
        {
            if (text[at] is '\a' or '\u009c')
                return at;
            if (text[at] == Escape)
                return at + 1 < text.Length && text[at + 1] == '\\' ? at + 1 : at - 1;
        }

        return begin - 1;
    }
}
