using System.Globalization;

namespace BatchWorkflow.Jinja.Lexing;

/// <summary>Scans the tokens inside a tag, and keeps count of the brackets that are open.</summary>
internal sealed class ExpressionScanner(SourceText source, string newlineSequence)
{
    private readonly string _text = source.Text;
    private readonly Stack<char> _open = new();

    internal bool IsBalanced => _open.Count == 0;

    /// <summary>Scans what stands at an offset, adds its token unless it is whitespace, and returns where to go on.</summary>
    internal int Next(int at, List<Token> tokens)
    {
        char c = _text[at];
        if (char.IsWhiteSpace(c))
            return SkipWhitespace(at);
        if (char.IsAsciiDigit(c))
            return Number(at, tokens);
        if (IsWord(c))
            return Name(at, tokens);
        if (c is '"' or '\'')
            return String(at, tokens);
        if (!OperatorTable.TryMatch(_text, at, out TokenKind kind, out string text))
            throw Unexpected(at);
        Balance(kind, text, at);
        tokens.Add(new Token(kind, text, null, at));
        return at + text.Length;
    }

    private int SkipWhitespace(int at)
    {
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
            at++;
        return at;
    }

    private int Number(int at, List<Token> tokens)
    {
        bool afterDot = at > 0 && _text[at - 1] == '.';
        int end = NumberScanner.Scan(_text, at, afterDot, out object value);
        tokens.Add(new Token(value is double ? TokenKind.Float : TokenKind.Integer, _text[at..end], value, at));
        return end;
    }

    private int Name(int at, List<Token> tokens)
    {
        int end = at;
        while (end < _text.Length && IsWord(_text[end]))
            end++;
        string name = _text[at..end];
        if (!IsIdentifierStart(name))
            throw JinjaException.Syntax("Invalid character in identifier", source, at);
        tokens.Add(new Token(TokenKind.Name, name, null, at));
        return end;
    }

    private int String(int at, List<Token> tokens)
    {
        char quote = _text[at];
        int end = at + 1;
        while (end < _text.Length && _text[end] != quote)
            end += _text[end] == '\\' ? 2 : 1;
        if (end >= _text.Length)
            throw Unexpected(at);
        string raw = _text[(at + 1)..end];
        if (newlineSequence != "\n")
            raw = raw.Replace("\n", newlineSequence, StringComparison.Ordinal);
        tokens.Add(new Token(TokenKind.String, StringEscapes.Decode(raw, source, at), null, at));
        return end + 1;
    }

    private void Balance(TokenKind kind, string text, int at)
    {
        switch (kind)
        {
            case TokenKind.LeftParenthesis: _open.Push(')'); break;
            case TokenKind.LeftBracket: _open.Push(']'); break;
            case TokenKind.LeftBrace: _open.Push('}'); break;
            case TokenKind.RightParenthesis or TokenKind.RightBracket or TokenKind.RightBrace:
                if (!_open.TryPop(out char expected))
                    throw JinjaException.Syntax($"unexpected '{text}'", source, at);
                if (expected != text[0])
                    throw JinjaException.Syntax($"unexpected '{text}', expected '{expected}'", source, at);
                break;
            default: break;
        }
    }

    private JinjaException Unexpected(int at)
    {
        string shown = char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length ? _text.Substring(at, 2) : _text[at].ToString();
        string quoted = shown switch { "'" => "\"'\"", "\\" => @"'\\'", _ => $"'{shown}'" };
        return JinjaException.Syntax($"unexpected char {quoted} at {at}", source, at);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c)
        || (c > 127 && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber);

    private static bool IsIdentifierStart(string name) => name[0] == '_' || char.IsLetter(name, 0);
}
