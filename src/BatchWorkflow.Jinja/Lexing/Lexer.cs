namespace BatchWorkflow.Jinja.Lexing;

/// <summary>
/// Cuts a template into tokens: text, tags, and inside tags the tokens of expressions. What is no token ends them with a problem, which the
/// parser meets only if it comes that far.
/// </summary>
internal sealed class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly LexerOptions _options;
    private readonly List<Token> _tokens = [];
    private readonly TagFinder _tags;
    private int _at;
    private bool _lineStarting = true;

    private Lexer(SourceText source, LexerOptions options)
    {
        (_source, _text, _options) = (source, source.Text, options);
        _tags = new TagFinder(_text, options.Delimiters);
    }

    internal static List<Token> Tokenize(SourceText source, LexerOptions options)
    {
        Lexer lexer = new(source, options);
        try
        {
            lexer.Run();
        }
        catch (JinjaException e)
        {
            lexer._tokens.Add(new Token(TokenKind.Problem, "", e, lexer._at));
        }

        return lexer._tokens;
    }

    /// <summary>The tokens of a bare expression, as if it stood inside a print tag.</summary>
    internal static List<Token> TokenizeExpression(SourceText source, LexerOptions options)
    {
        ExpressionScanner scanner = new(source, options.NewlineSequence);
        List<Token> tokens = [];
        try
        {
            for (int at = 0; at < source.Text.Length;)
                at = scanner.Next(at, tokens);
            tokens.Add(new Token(TokenKind.EndOfFile, "", null, source.Text.Length));
        }
        catch (JinjaException e)
        {
            tokens.Add(new Token(TokenKind.Problem, "", e, 0));
        }

        return tokens;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            if (!_tags.TryFind(_at, out TagKind kind, out int start, out int after))
            {
                AddData(_at, _text.Length);
                break;
            }

            Tag(kind, start, after);
        }

        _tokens.Add(new Token(TokenKind.EndOfFile, "", null, _text.Length));
    }

    private void Tag(TagKind kind, int start, int after)
    {
        if (kind == TagKind.Block && RawTag.TryBegin(_text, after, _options, out char rawSign, out int rawBody))
        {
            AddData(_at, DataEnd(kind, start, rawSign));
            Raw(start, rawBody);
            return;
        }

        char sign = after < _text.Length && _text[after] is '-' or '+' ? _text[after] : '\0';
        AddData(_at, DataEnd(kind, start, sign));
        int inside = sign == '\0' ? after : after + 1;
        _lineStarting = inside > 0 && _text[inside - 1] == '\n';
        switch (kind)
        {
            case TagKind.Comment: Comment(start, inside); break;
            case TagKind.LineComment: LineComment(inside); break;
            default: Expressions(kind, start, inside); break;
        }
    }

    /// <summary>Where the text before a tag ends: whitespace goes by the tag's sign, or by lstrip_blocks.</summary>
    private int DataEnd(TagKind kind, int start, char sign)
    {
        int end = start;
        if (sign == '-')
        {
            while (end > _at && char.IsWhiteSpace(_text[end - 1]))
                end--;
            return end;
        }

        if (sign == '+' || !_options.LstripBlocks || kind == TagKind.Variable)
            return start;
        int line = start == _at ? _at : _text.LastIndexOf('\n', start - 1, start - _at) + 1;
        if (line < _at)
            line = _at;
        if (line == _at && !_lineStarting)
            return start;
        while (end > line && char.IsWhiteSpace(_text[end - 1]))
            end--;
        return end == line ? line : start;
    }

    private void AddData(int from, int to)
    {
        if (to <= from)
            return;
        string data = _text[from..to];
        if (_options.NewlineSequence != "\n")
            data = data.Replace("\n", _options.NewlineSequence, StringComparison.Ordinal);
        _tokens.Add(new Token(TokenKind.Data, data, null, from));
    }

    private void Comment(int start, int inside)
    {
        string end = _options.Delimiters.CommentEnd;
        int found = _text.IndexOf(end, inside, StringComparison.Ordinal);
        if (found < 0)
            throw Fail("Missing end of comment tag", start);
        char sign = found > inside && _text[found - 1] is '-' or '+' ? _text[found - 1] : '\0';
        MoveTo(AfterEnd(found + end.Length, sign, _options.TrimBlocks));
    }

    private void LineComment(int inside)
    {
        int end = _text.IndexOf('\n', inside);
        MoveTo(end < 0 ? _text.Length : end);
    }

    private void Raw(int start, int body)
    {
        if (!RawTag.TryEnd(_text, body, _options, out RawTag.End end))
            throw Fail("Missing end of raw directive", start);
        _lineStarting = body > 0 && _text[body - 1] == '\n';
        _at = body;
        AddData(body, DataEnd(TagKind.Block, end.Start, end.Sign));
        MoveTo(AfterEnd(end.After, end.EndSign, _options.TrimBlocks));
    }

    private void MoveTo(int offset)
    {
        _at = offset;
        _lineStarting = offset > 0 && _text[offset - 1] == '\n';
    }

    /// <summary>What follows a tag's end is skipped: all whitespace after a minus, one line end where blocks are trimmed.</summary>
    private int AfterEnd(int offset, char sign, bool trim)
    {
        if (sign == '-')
            while (offset < _text.Length && char.IsWhiteSpace(_text[offset]))
                offset++;
        else if (sign != '+' && trim && offset < _text.Length && _text[offset] == '\n')
            offset++;
        return offset;
    }

    private void Expressions(TagKind kind, int start, int inside)
    {
        bool variable = kind == TagKind.Variable;
        _tokens.Add(new Token(variable ? TokenKind.VariableBegin : TokenKind.BlockBegin, "", null, start));
        ExpressionScanner scanner = new(_source, _options.NewlineSequence);
        int at = inside;
        while (at < _text.Length)
        {
            if (scanner.IsBalanced && TryEnd(kind, at, out int after))
            {
                _tokens.Add(new Token(variable ? TokenKind.VariableEnd : TokenKind.BlockEnd, "", null, at));
                MoveTo(after);
                return;
            }

            at = scanner.Next(at, _tokens);
        }

        if (kind == TagKind.LineStatement && scanner.IsBalanced)
            _tokens.Add(new Token(TokenKind.BlockEnd, "", null, at));
        MoveTo(at);
    }

    private bool TryEnd(TagKind kind, int at, out int after)
    {
        after = at;
        if (kind == TagKind.LineStatement)
            return TryLineEnd(at, out after);
        string end = kind == TagKind.Variable ? _options.Delimiters.VariableEnd : _options.Delimiters.BlockEnd;
        char sign = _text[at] == '-' || (_text[at] == '+' && kind == TagKind.Block) ? _text[at] : '\0';
        if (sign != '\0' && string.CompareOrdinal(_text, at + 1, end, 0, end.Length) == 0)
        {
            after = AfterEnd(at + 1 + end.Length, sign, trim: false);
            return true;
        }

        if (string.CompareOrdinal(_text, at, end, 0, end.Length) != 0)
            return false;
        after = AfterEnd(at + end.Length, '\0', kind == TagKind.Block && _options.TrimBlocks);
        return true;
    }

    /// <summary>A line statement ends with its line; blank lines after it go with it.</summary>
    private bool TryLineEnd(int at, out int after)
    {
        after = at;
        int end = at;
        int lastNewline = -1;
        while (end < _text.Length && char.IsWhiteSpace(_text[end]))
        {
            if (_text[end] == '\n')
                lastNewline = end;
            end++;
        }

        if (end == _text.Length)
        {
            after = end;
            return true;
        }

        if (lastNewline < 0)
            return false;
        after = lastNewline + 1;
        return true;
    }

    private JinjaException Fail(string message, int offset) => JinjaException.Syntax(message, _source, offset);
}
