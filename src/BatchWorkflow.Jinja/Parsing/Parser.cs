using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses a template: its text, and the tags in it.</summary>
internal sealed class Parser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly StatementParser _statements;
    private readonly Stack<string[]> _endTags = new();
    private readonly Stack<string> _openTags = new();

    private Parser(TokenStream tokens, JinjaExtensions extensions)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens);
        _statements = new StatementParser(tokens, _expressions, this, extensions);
    }

    internal static TemplateTree ParseTemplate(SourceText source, LexerOptions options, JinjaExtensions extensions) =>
        new(new Parser(new TokenStream(Lexer.Tokenize(source, options), source), extensions).ParseUntil(null));

    /// <summary>Parses a bare expression that has to be the whole text.</summary>
    internal static Expression ParseExpression(SourceText source, LexerOptions options)
    {
        TokenStream tokens = new(Lexer.TokenizeExpression(source, options), source);
        Expression expression = new ExpressionParser(tokens).Parse();
        return tokens.Current.Kind == TokenKind.EndOfFile
            ? expression
            : throw tokens.Fail("chunk after expression", tokens.Current.Offset);
    }

    /// <summary>Parses the body of a tag up to one of its end tags, which stays the current token unless it is to be dropped.</summary>
    internal List<Statement> ParseBody(bool dropEnd, params string[] endTags)
    {
        _tokens.TakeIf(TokenKind.Colon);
        _tokens.Expect(TokenKind.BlockEnd);
        _expressions.Nesting.Enter();
        List<Statement> body = ParseUntil(endTags);
        _expressions.Nesting.Leave();
        if (_tokens.Current.Kind == TokenKind.EndOfFile)
        {
            _endTags.Push(endTags);
            throw UnexpectedEnd(null, _tokens.Current.Offset);
        }

        if (dropEnd)
            _tokens.Take();
        return body;
    }

    private List<Statement> ParseUntil(string[]? endTags)
    {
        List<Statement> body = [];
        List<Expression> parts = [];
        if (endTags is not null)
            _endTags.Push(endTags);
        while (_tokens.Current.Kind != TokenKind.EndOfFile)
        {
            Token token = _tokens.Take();
            if (token.Kind == TokenKind.Data)
            {
                parts.Add(new TemplateData(token.Text, token.Offset));
            }
            else if (token.Kind == TokenKind.VariableBegin)
            {
                parts.Add(_expressions.Primaries.ParseTuple());
                _tokens.Expect(TokenKind.VariableEnd);
            }
            else
            {
                Flush(parts, body);
                if (endTags is not null && Array.Exists(endTags, _tokens.Current.IsName))
                    break;
                body.Add(ParseStatement());
                _tokens.Expect(TokenKind.BlockEnd);
            }
        }

        Flush(parts, body);
        if (endTags is not null)
            _endTags.Pop();
        return body;
    }

    private static void Flush(List<Expression> parts, List<Statement> body)
    {
        if (parts.Count == 0)
            return;
        body.Add(new Output([.. parts], parts[0].At));
        parts.Clear();
    }

    private Statement ParseStatement()
    {
        Token token = _tokens.Current;
        if (token.Kind != TokenKind.Name)
            throw _tokens.Fail("tag name expected", token.Offset);
        if (!_statements.Knows(token.Text))
            throw UnexpectedEnd(token.Text, token.Offset);
        _openTags.Push(token.Text);
        Statement statement = _statements.Parse(token.Text);
        _openTags.Pop();
        return statement;
    }

    private JinjaException UnexpectedEnd(string? tag, int offset)
    {
        string message = tag is null ? "Unexpected end of template." : $"Encountered unknown tag '{tag}'.";
        if (_endTags.TryPeek(out string[]? wanted))
        {
            string looking = string.Join(" or ", wanted.Select(name => $"'{name}'"));
            message += tag is not null && _endTags.Any(tags => tags.Contains(tag))
                ? $" You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {looking}."
                : $" Jinja was looking for the following tags: {looking}.";
        }

        if (_openTags.TryPeek(out string? open))
            message += $" The innermost block that needs to be closed is '{open}'.";
        return _tokens.Fail(message, offset);
    }
}
