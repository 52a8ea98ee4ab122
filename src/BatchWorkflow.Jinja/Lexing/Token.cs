namespace BatchWorkflow.Jinja.Lexing;

/// <summary>One token: its text (a name, data, a decoded string), for numbers its value, and where it starts in the source.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, object? Value, int Offset)
{
    internal bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>The token as messages call it.</summary>
    internal string Description => Kind == TokenKind.Name ? Text : Describe(Kind);

    internal static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.EndOfFile => "end of template",
        TokenKind.Data => "template data / text",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.Name => "name",
        TokenKind.String => "string",
        TokenKind.Integer => "integer",
        TokenKind.Float => "float",
        _ => OperatorTable.TextOf(kind),
    };
}
