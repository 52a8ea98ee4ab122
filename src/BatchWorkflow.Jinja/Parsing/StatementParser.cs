using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses each statement from its tag's name on.</summary>
internal sealed class StatementParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly Parser _parser;
    private readonly AssignmentTargets _targets;
    private readonly TemplateReferences _references;
    private readonly Dictionary<string, Func<Statement>> _statements;

    internal StatementParser(TokenStream tokens, ExpressionParser expressions, Parser parser, JinjaExtensions extensions)
    {
        (_tokens, _expressions, _parser) = (tokens, expressions, parser);
        _targets = new AssignmentTargets(tokens, expressions);
        _references = new TemplateReferences(tokens, expressions, _targets);
        _statements = new()
        {
            ["for"] = ParseFor, ["if"] = ParseIf, ["block"] = ParseBlock, ["extends"] = _references.ParseExtends, ["print"] = ParsePrint,
            ["macro"] = ParseMacro, ["include"] = _references.ParseInclude, ["from"] = _references.ParseFromImport,
            ["import"] = _references.ParseImport, ["set"] = ParseSet, ["with"] = ParseWith, ["autoescape"] = ParseAutoEscape,
            ["call"] = ParseCallBlock, ["filter"] = ParseFilterBlock,
        };
        if (extensions.HasFlag(JinjaExtensions.Do))
            _statements["do"] = ParseDo;
        if (!extensions.HasFlag(JinjaExtensions.LoopControls))
            return;
        _statements["break"] = () => new Break(_tokens.Take().Offset);
        _statements["continue"] = () => new Continue(_tokens.Take().Offset);
    }

    internal bool Knows(string tag) => _statements.ContainsKey(tag);

    internal Statement Parse(string tag) => _statements[tag]();

    private For ParseFor()
    {
        int at = _tokens.Take().Offset;
        Expression target = _targets.Parse(endName: "in");
        _tokens.ExpectName("in");
        Expression items = _expressions.Primaries.ParseTuple(withConditional: false, endName: "recursive");
        Expression? test = _tokens.TakeIfName("if") ? _expressions.Parse() : null;
        bool recursive = _tokens.TakeIfName("recursive");
        List<Statement> body = _parser.ParseBody(dropEnd: false, "endfor", "else");
        List<Statement> otherwise = _tokens.Take().Text == "endfor" ? [] : _parser.ParseBody(dropEnd: true, "endfor");
        return new For(target, items, test, recursive, new LoopBodies(body, otherwise), at);
    }

    private If ParseIf()
    {
        int at = _tokens.Take().Offset;
        Expression test = _expressions.Primaries.ParseTuple(withConditional: false);
        List<Statement> body = _parser.ParseBody(dropEnd: false, "elif", "else", "endif");
        List<If> elseIfs = [];
        while (true)
        {
            Token token = _tokens.Take();
            if (token.Text == "endif")
                return new If(test, body, elseIfs, [], at);
            if (token.Text == "else")
                return new If(test, body, elseIfs, _parser.ParseBody(dropEnd: true, "endif"), at);
            Expression elseTest = _expressions.Primaries.ParseTuple(withConditional: false);
            elseIfs.Add(new If(elseTest, _parser.ParseBody(dropEnd: false, "elif", "else", "endif"), [], [], token.Offset));
        }
    }

    private Statement ParseSet()
    {
        int at = _tokens.Take().Offset;
        Expression target = _targets.Parse(withNamespace: true);
        if (_tokens.TakeIf(TokenKind.Assign))
            return new Assign(target, _expressions.Primaries.ParseTuple(), at);
        Filter? filter = _expressions.Primaries.ParseFilters(null);
        return new AssignBlock(target, filter, _parser.ParseBody(dropEnd: true, "endset"), at);
    }

    private With ParseWith()
    {
        int at = _tokens.Take().Offset;
        List<Expression> targets = [];
        List<Expression> values = [];
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
                _tokens.Expect(TokenKind.Comma);
            targets.Add(_targets.Parse(NameRole.Parameter));
            _tokens.Expect(TokenKind.Assign);
            values.Add(_expressions.Parse());
        }

        return new With(targets, values, _parser.ParseBody(dropEnd: true, "endwith"), at);
    }

    private AutoEscape ParseAutoEscape()
    {
        int at = _tokens.Take().Offset;
        Expression enabled = _expressions.Parse();
        return new AutoEscape(enabled, _parser.ParseBody(dropEnd: true, "endautoescape"), at);
    }

    private Block ParseBlock()
    {
        int at = _tokens.Take().Offset;
        string name = _tokens.Expect(TokenKind.Name).Text;
        bool scoped = _tokens.TakeIfName("scoped");
        bool required = _tokens.TakeIfName("required");
        if (_tokens.Current.Kind == TokenKind.Subtract)
            throw _tokens.Fail("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
                _tokens.Current.Offset);
        List<Statement> body = _parser.ParseBody(dropEnd: true, "endblock");
        if (required && !body.TrueForAll(IsBlank))
            throw _tokens.Fail("Required blocks can only contain comments or whitespace", _tokens.Current.Offset);
        _tokens.TakeIfName(name);
        return new Block(name, scoped, required, body, at);
    }

    private static bool IsBlank(Statement statement) =>
        statement is Output output && output.Parts.All(part => part is TemplateData data && string.IsNullOrWhiteSpace(data.Text));

    private Signature ParseSignature()
    {
        List<Name> parameters = [];
        List<Expression> defaults = [];
        _tokens.Expect(TokenKind.LeftParenthesis);
        while (_tokens.Current.Kind != TokenKind.RightParenthesis)
        {
            if (parameters.Count > 0)
                _tokens.Expect(TokenKind.Comma);
            parameters.Add(_targets.ParseName(NameRole.Parameter));
            if (_tokens.TakeIf(TokenKind.Assign))
                defaults.Add(_expressions.Parse());
            else if (defaults.Count > 0)
                throw _tokens.Fail("non-default argument follows default argument", _tokens.Current.Offset);
        }

        _tokens.Expect(TokenKind.RightParenthesis);
        return new Signature(parameters, defaults);
    }

    private Macro ParseMacro()
    {
        int at = _tokens.Take().Offset;
        string name = _targets.ParseName().Identifier;
        Signature signature = ParseSignature();
        return new Macro(name, signature, _parser.ParseBody(dropEnd: true, "endmacro"), at);
    }

    private CallBlock ParseCallBlock()
    {
        int at = _tokens.Take().Offset;
        Signature signature = _tokens.Current.Kind == TokenKind.LeftParenthesis ? ParseSignature() : new Signature([], []);
        if (_expressions.Parse() is not Call call)
            throw _tokens.Fail("expected call", at);
        return new CallBlock(call, signature, _parser.ParseBody(dropEnd: true, "endcall"), at);
    }

    private FilterBlock ParseFilterBlock()
    {
        int at = _tokens.Take().Offset;
        Filter filter = _expressions.Primaries.ParseFilters(null, startInline: true)!;
        return new FilterBlock(filter, _parser.ParseBody(dropEnd: true, "endfilter"), at);
    }

    private Output ParsePrint()
    {
        int at = _tokens.Take().Offset;
        List<Expression> parts = [];
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
                _tokens.Expect(TokenKind.Comma);
            parts.Add(_expressions.Parse());
        }

        return new Output(parts, at);
    }

    private ExpressionStatement ParseDo()
    {
        int at = _tokens.Take().Offset;
        return new ExpressionStatement(_expressions.Primaries.ParseTuple(), at);
    }
}
