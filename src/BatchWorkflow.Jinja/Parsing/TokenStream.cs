using BatchWorkflow.Jinja.Lexing;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>The tokens of a template with the one that is looked at now.</summary>
internal sealed class TokenStream(List<Token> tokens, SourceText source)
{
    private int _at;

    internal Token Current => Checked(tokens[_at]);

    internal Token Ahead => Checked(tokens[Math.Min(_at + 1, tokens.Count - 1)]);

    internal SourceText Source => source;

    internal Token Take()
    {
        Token token = tokens[_at];
        if (_at < tokens.Count - 1)
            _at++;
        return Checked(token);
    }

    private static Token Checked(Token token) => token.Kind == TokenKind.Problem ? throw (JinjaException)token.Value! : token;

    internal bool TakeIf(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        Take();
        return true;
    }

    internal bool TakeIfName(string name)
    {
        if (!Current.IsName(name))
            return false;
        Take();
        return true;
    }

    internal Token Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Unexpected(Token.Describe(kind));

    internal Token ExpectName(string name) => Current.IsName(name) ? Take() : throw Unexpected(name);

    internal JinjaException Fail(string message, int offset) => JinjaException.Syntax(message, source, offset);

    private JinjaException Unexpected(string expected) => Current.Kind == TokenKind.EndOfFile
        ? Fail($"unexpected end of template, expected '{expected}'.", Current.Offset)
        : Fail($"expected token '{expected}', got {Quote(Current.Description)}", Current.Offset);

    internal static string Quote(string text) => text.Contains('\'', StringComparison.Ordinal) ? $"\"{text}\"" : $"'{text}'";
}
