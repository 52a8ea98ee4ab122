namespace BatchWorkflow.Jinja.Lexing;

internal enum TokenKind
{
    EndOfFile, Problem, Data, VariableBegin, VariableEnd, BlockBegin, BlockEnd,
    Name, String, Integer, Float,
    Add, Subtract, Divide, FloorDivide, Multiply, Modulo, Power, Tilde,
    LeftBracket, RightBracket, LeftParenthesis, RightParenthesis, LeftBrace, RightBrace,
    Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual,
    Assign, Dot, Colon, Pipe, Comma, Semicolon,
}
