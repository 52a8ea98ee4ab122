using System.Text;
using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses names, literals and what hangs on them: attributes, items, calls, filters and tests.</summary>
internal sealed class PrimaryParser(TokenStream tokens, ExpressionParser expressions, Nesting nesting)
{
    internal Expression Parse()
    {
        Token token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name: return ParseName();
            case TokenKind.String: return ParseString();
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return new Literal(token.Value, token.Offset);
            case TokenKind.LeftParenthesis:
                tokens.Take();
                nesting.Enter();
                Expression inner = ParseTuple(explicitParentheses: true);
                nesting.Leave();
                tokens.Expect(TokenKind.RightParenthesis);
                return inner;
            case TokenKind.LeftBracket: return ParseList();
            case TokenKind.LeftBrace: return ParseDict();
            default: throw tokens.Fail($"unexpected {TokenStream.Quote(token.Description)}", token.Offset);
        }
    }

    private Expression ParseName()
    {
        Token token = tokens.Take();
        return token.Text switch
        {
            "true" or "True" => new Literal(true, token.Offset),
            "false" or "False" => new Literal(false, token.Offset),
            "none" or "None" => new Literal(null, token.Offset),
            _ => new Name(token.Text, NameRole.Load, token.Offset),
        };
    }

    private Literal ParseString()
    {
        Token first = tokens.Take();
        if (tokens.Current.Kind != TokenKind.String)
            return new Literal(first.Text, first.Offset);
        StringBuilder text = new(first.Text);
        while (tokens.Current.Kind == TokenKind.String)
            text.Append(tokens.Take().Text);
        return new Literal(text.ToString(), first.Offset);
    }

    /// <summary>Parses one expression, or a tuple when commas follow.</summary>
    internal Expression ParseTuple(
        bool simplified = false, bool withConditional = true, string? endName = null, bool explicitParentheses = false)
    {
        int at = tokens.Current.Offset;
        List<Expression> items = [];
        bool isTuple = false;
        while (true)
        {
            if (items.Count > 0)
                tokens.Expect(TokenKind.Comma);
            if (IsTupleEnd(endName))
                break;
            items.Add(simplified ? Parse() : expressions.Parse(withConditional));
            if (tokens.Current.Kind != TokenKind.Comma)
                break;
            isTuple = true;
        }

        if (!isTuple && items.Count > 0)
            return items[0];
        if (!isTuple && !explicitParentheses)
            throw tokens.Fail($"Expected an expression, got {TokenStream.Quote(tokens.Current.Description)}", tokens.Current.Offset);
        return nesting.Above(new TupleDisplay(items, at));
    }

    private bool IsTupleEnd(string? endName) =>
        tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParenthesis
        || (endName is not null && tokens.Current.IsName(endName));

    private ListDisplay ParseList()
    {
        int at = tokens.Expect(TokenKind.LeftBracket).Offset;
        List<Expression> items = [];
        while (tokens.Current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
                tokens.Expect(TokenKind.Comma);
            if (tokens.Current.Kind == TokenKind.RightBracket)
                break;
            items.Add(expressions.Parse());
        }

        tokens.Expect(TokenKind.RightBracket);
        return nesting.Above(new ListDisplay(items, at));
    }

    private DictDisplay ParseDict()
    {
        int at = tokens.Expect(TokenKind.LeftBrace).Offset;
        List<(Expression, Expression)> pairs = [];
        while (tokens.Current.Kind != TokenKind.RightBrace)
        {
            if (pairs.Count > 0)
                tokens.Expect(TokenKind.Comma);
            if (tokens.Current.Kind == TokenKind.RightBrace)
                break;
            Expression key = expressions.Parse();
            tokens.Expect(TokenKind.Colon);
            pairs.Add((key, expressions.Parse()));
        }

        tokens.Expect(TokenKind.RightBrace);
        return nesting.Above(new DictDisplay(pairs, at));
    }

    internal Expression ParsePostfix(Expression node)
    {
        while (true)
        {
            switch (tokens.Current.Kind)
            {
                case TokenKind.Dot: node = ParseDot(node); break;
                case TokenKind.LeftBracket: node = ParseSubscript(node); break;
                case TokenKind.LeftParenthesis: node = ParseCall(node); break;
                default: return node;
            }
        }
    }

    internal Expression ParseFiltersAndTests(Expression node)
    {
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Pipe)
                node = ParseFilters(node)!;
            else if (tokens.Current.IsName("is"))
                node = ParseTest(node);
            else if (tokens.Current.Kind == TokenKind.LeftParenthesis)
                node = ParseCall(node);
            else
                return node;
        }
    }

    private Expression ParseDot(Expression node)
    {
        int at = tokens.Take().Offset;
        Token attribute = tokens.Take();
        return attribute.Kind switch
        {
            TokenKind.Name => nesting.Above(new AttributeAccess(node, attribute.Text, at)),
            TokenKind.Integer => nesting.Above(new ItemAccess(node, new Literal(attribute.Value, attribute.Offset), at)),
            _ => throw tokens.Fail("expected name or number", attribute.Offset),
        };
    }

    private ItemAccess ParseSubscript(Expression node)
    {
        int at = tokens.Take().Offset;
        List<Expression> keys = [];
        while (tokens.Current.Kind != TokenKind.RightBracket)
        {
            if (keys.Count > 0)
                tokens.Expect(TokenKind.Comma);
            keys.Add(ParseKey());
        }

        tokens.Expect(TokenKind.RightBracket);
        Expression key = keys.Count == 1 ? keys[0] : nesting.Above(new TupleDisplay(keys, at));
        return nesting.Above(new ItemAccess(node, key, at));
    }

    private Expression ParseKey()
    {
        int at = tokens.Current.Offset;
        Expression? start = null;
        if (tokens.Current.Kind != TokenKind.Colon)
        {
            start = expressions.Parse();
            if (tokens.Current.Kind != TokenKind.Colon)
                return start;
        }

        tokens.Take();
        Expression? stop = tokens.Current.Kind is TokenKind.Colon or TokenKind.RightBracket or TokenKind.Comma ? null : expressions.Parse();
        Expression? step = null;
        if (tokens.TakeIf(TokenKind.Colon) && tokens.Current.Kind is not (TokenKind.RightBracket or TokenKind.Comma))
            step = expressions.Parse();
        return nesting.Above(new SliceBounds(start, stop, step, at));
    }

    private Call ParseCall(Expression node)
    {
        int at = tokens.Current.Offset;
        return nesting.Above(new Call(node, ParseArguments(), at));
    }

    private ArgumentList ParseArguments()
    {
        int at = tokens.Expect(TokenKind.LeftParenthesis).Offset;
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        Expression? spread = null, namedSpread = null;
        for (bool first = true; tokens.Current.Kind != TokenKind.RightParenthesis; first = false)
        {
            if (!first)
                tokens.Expect(TokenKind.Comma);
            if (!first && tokens.Current.Kind == TokenKind.RightParenthesis)
                break;
            if (tokens.TakeIf(TokenKind.Multiply))
            {
                Ensure(spread is null && namedSpread is null, at);
                spread = expressions.Parse();
            }
            else if (tokens.TakeIf(TokenKind.Power))
            {
                Ensure(namedSpread is null, at);
                namedSpread = expressions.Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Ahead.Kind == TokenKind.Assign)
            {
                Ensure(namedSpread is null, at);
                string name = tokens.Take().Text;
                tokens.Take();
                named.Add((name, expressions.Parse()));
            }
            else
            {
                Ensure(spread is null && namedSpread is null && named.Count == 0, at);
                positional.Add(expressions.Parse());
            }
        }

        tokens.Expect(TokenKind.RightParenthesis);
        return new ArgumentList(positional, named, spread, namedSpread);
    }

    private void Ensure(bool holds, int at)
    {
        if (!holds)
            throw tokens.Fail("invalid syntax for function call expression", at);
    }

    /// <summary>Parses a chain of filters; the first may stand without a bar where a filter block begins.</summary>
    internal Filter? ParseFilters(Expression? node, bool startInline = false)
    {
        Expression? target = node;
        Filter? filter = null;
        while (tokens.Current.Kind == TokenKind.Pipe || startInline)
        {
            if (!startInline)
                tokens.Take();
            startInline = false;
            int at = tokens.Current.Offset;
            string name = ParseDottedName();
            ArgumentList arguments = tokens.Current.Kind == TokenKind.LeftParenthesis ? ParseArguments() : ArgumentList.Empty;
            target = filter = nesting.Above(new Filter(target, name, arguments, at));
        }

        return filter;
    }

    private string ParseDottedName()
    {
        string name = tokens.Expect(TokenKind.Name).Text;
        while (tokens.TakeIf(TokenKind.Dot))
            name += "." + tokens.Expect(TokenKind.Name).Text;
        return name;
    }

    private Expression ParseTest(Expression node)
    {
        int at = tokens.Take().Offset;
        bool negated = tokens.TakeIfName("not");
        string name = ParseDottedName();
        ArgumentList arguments = ArgumentList.Empty;
        Token token = tokens.Current;
        if (token.Kind == TokenKind.LeftParenthesis)
            arguments = ParseArguments();
        else if (StartsTestArgument(token))
            arguments = new ArgumentList([ParseTestArgument(token)], [], null, null);
        Expression test = nesting.Above(new Test(node, name, arguments, at));
        return negated ? nesting.Above(new Not(test, at)) : test;
    }

    private static bool StartsTestArgument(Token token) =>
        token.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftBrace
        && !(token.IsName("else") || token.IsName("or") || token.IsName("and"));

    private Expression ParseTestArgument(Token token) => token.IsName("is")
        ? throw tokens.Fail("You cannot chain multiple tests with is", token.Offset)
        : ParsePostfix(Parse());
}
