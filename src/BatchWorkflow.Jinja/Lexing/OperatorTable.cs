namespace BatchWorkflow.Jinja.Lexing;

/// <summary>The operators of expressions, longest first.</summary>
internal static class OperatorTable
{
    private static readonly (string Text, TokenKind Kind)[] Operators =
    [
        ("//", TokenKind.FloorDivide), ("**", TokenKind.Power), ("==", TokenKind.Equal), ("!=", TokenKind.NotEqual),
        (">=", TokenKind.GreaterOrEqual), ("<=", TokenKind.LessOrEqual),
        ("+", TokenKind.Add), ("-", TokenKind.Subtract), ("/", TokenKind.Divide), ("*", TokenKind.Multiply),
        ("%", TokenKind.Modulo), ("~", TokenKind.Tilde), ("[", TokenKind.LeftBracket), ("]", TokenKind.RightBracket),
        ("(", TokenKind.LeftParenthesis), (")", TokenKind.RightParenthesis), ("{", TokenKind.LeftBrace), ("}", TokenKind.RightBrace),
        (">", TokenKind.Greater), ("<", TokenKind.Less), ("=", TokenKind.Assign), (".", TokenKind.Dot), (":", TokenKind.Colon),
        ("|", TokenKind.Pipe), (",", TokenKind.Comma), (";", TokenKind.Semicolon),
    ];

    internal static string TextOf(TokenKind kind) => Array.Find(Operators, o => o.Kind == kind).Text;

    internal static bool TryMatch(string source, int offset, out TokenKind kind, out string text)
    {
        foreach ((string candidate, TokenKind candidateKind) in Operators)
        {
            if (source[offset] != candidate[0] || (candidate.Length == 2 && (offset + 1 >= source.Length || source[offset + 1] != candidate[1])))
                continue;
            (kind, text) = (candidateKind, candidate);
            return true;
        }

        (kind, text) = (TokenKind.EndOfFile, "");
        return false;
    }
}
