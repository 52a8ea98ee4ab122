using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses expressions, from the loosest operator (the inline if) to the tightest.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream _tokens;
    private readonly Nesting _nesting;
    private readonly PrimaryParser _primaries;

    internal ExpressionParser(TokenStream tokens)
    {
        _tokens = tokens;
        _nesting = new Nesting(tokens);
        _primaries = new PrimaryParser(tokens, this, _nesting);
    }

    internal PrimaryParser Primaries => _primaries;

    internal Nesting Nesting => _nesting;

    internal Expression Parse(bool withConditional = true)
    {
        _nesting.Enter();
        Expression expression = withConditional ? ParseConditional() : ParseOr();
        _nesting.Leave();
        return expression;
    }

    private Expression ParseConditional()
    {
        Expression value = ParseOr();
        while (_tokens.Current.IsName("if"))
        {
            int at = _tokens.Take().Offset;
            Expression test = ParseOr();
            Expression? otherwise = _tokens.TakeIfName("else") ? Parse() : null;
            value = _nesting.Above(new Conditional(test, value, otherwise, at));
        }

        return value;
    }

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (_tokens.Current.IsName("or"))
        {
            int at = _tokens.Take().Offset;
            left = _nesting.Above(new Or(left, ParseAnd(), at));
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (_tokens.Current.IsName("and"))
        {
            int at = _tokens.Take().Offset;
            left = _nesting.Above(new And(left, ParseNot(), at));
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.Current.IsName("not"))
            return ParseComparison();
        int at = _tokens.Take().Offset;
        _nesting.Enter();
        Expression operand = ParseNot();
        _nesting.Leave();
        return _nesting.Above(new Not(operand, at));
    }

    private Expression ParseComparison()
    {
        Expression left = ParseSum();
        List<(ComparisonOperator, Expression)>? links = null;
        int at = _tokens.Current.Offset;
        while (TakeComparison() is { } comparison)
            (links ??= []).Add((comparison, ParseSum()));
        return links is null ? left : _nesting.Above(new Comparison(left, links, at));
    }

    private ComparisonOperator? TakeComparison()
    {
        Token token = _tokens.Current;
        ComparisonOperator? found = token.Kind switch
        {
            TokenKind.Equal => ComparisonOperator.Equal,
            TokenKind.NotEqual => ComparisonOperator.NotEqual,
            TokenKind.Less => ComparisonOperator.Less,
            TokenKind.LessOrEqual => ComparisonOperator.LessOrEqual,
            TokenKind.Greater => ComparisonOperator.Greater,
            TokenKind.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
            TokenKind.Name when token.Text == "in" => ComparisonOperator.In,
            TokenKind.Name when token.Text == "not" && _tokens.Ahead.IsName("in") => ComparisonOperator.NotIn,
            _ => null,
        };
        if (found is null)
            return null;
        _tokens.Take();
        if (found == ComparisonOperator.NotIn)
            _tokens.Take();
        return found;
    }

    private Expression ParseSum()
    {
        Expression left = ParseConcatenation();
        while (_tokens.Current.Kind is TokenKind.Add or TokenKind.Subtract)
        {
            Token token = _tokens.Take();
            BinaryOperator operation = token.Kind == TokenKind.Add ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = _nesting.Above(new Binary(operation, left, ParseConcatenation(), token.Offset));
        }

        return left;
    }

    private Expression ParseConcatenation()
    {
        Expression first = ParseProduct();
        if (_tokens.Current.Kind != TokenKind.Tilde)
            return first;
        int at = _tokens.Current.Offset;
        List<Expression> parts = [first];
        while (_tokens.TakeIf(TokenKind.Tilde))
            parts.Add(ParseProduct());
        return _nesting.Above(new Concatenation(parts, at));
    }

    private Expression ParseProduct()
    {
        Expression left = ParsePower();
        while (ProductOf(_tokens.Current.Kind) is { } operation)
        {
            int at = _tokens.Take().Offset;
            left = _nesting.Above(new Binary(operation, left, ParsePower(), at));
        }

        return left;
    }

    private static BinaryOperator? ProductOf(TokenKind kind) => kind switch
    {
        TokenKind.Multiply => BinaryOperator.Multiply,
        TokenKind.Divide => BinaryOperator.Divide,
        TokenKind.FloorDivide => BinaryOperator.FloorDivide,
        TokenKind.Modulo => BinaryOperator.Modulo,
        _ => null,
    };

    private Expression ParsePower()
    {
        Expression left = ParseUnary(withFilters: true);
        while (_tokens.Current.Kind == TokenKind.Power)
        {
            int at = _tokens.Take().Offset;
            left = _nesting.Above(new Binary(BinaryOperator.Power, left, ParseUnary(withFilters: true), at));
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        Expression node;
        Token token = _tokens.Current;
        if (token.Kind is TokenKind.Add or TokenKind.Subtract)
        {
            _tokens.Take();
            _nesting.Enter();
            node = _nesting.Above(new Sign(token.Kind == TokenKind.Subtract, ParseUnary(withFilters: false), token.Offset));
            _nesting.Leave();
        }
        else
        {
            node = _primaries.Parse();
        }

        node = _primaries.ParsePostfix(node);
        return withFilters ? _primaries.ParseFiltersAndTests(node) : node;
    }
}
