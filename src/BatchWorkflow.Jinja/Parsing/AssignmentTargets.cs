using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Parses what can be assigned to: names, tuples of them, and attributes of namespaces.</summary>
internal sealed class AssignmentTargets(TokenStream tokens, ExpressionParser expressions)
{
    private static readonly string[] Constants = ["true", "false", "none", "True", "False", "None"];

    internal Name ParseName(NameRole role = NameRole.Store)
    {
        Token token = tokens.Expect(TokenKind.Name);
        return Constants.Contains(token.Text)
            ? throw tokens.Fail("can't assign to 'name'", token.Offset)
            : new Name(token.Text, role, token.Offset);
    }

    internal Expression Parse(NameRole role = NameRole.Store, string? endName = null, bool withNamespace = false)
    {
        if (withNamespace && tokens.Ahead.Kind == TokenKind.Dot)
        {
            Token name = tokens.Expect(TokenKind.Name);
            tokens.Take();
            return new NamespaceTarget(name.Text, tokens.Expect(TokenKind.Name).Text, name.Offset);
        }

        return Target(expressions.Primaries.ParseTuple(simplified: true, endName: endName), role);
    }

    private Expression Target(Expression parsed, NameRole role) => parsed switch
    {
        Name name => name with { Role = role },
        TupleDisplay tuple => tuple with { Items = [.. tuple.Items.Select(item => Target(item, role))] },
        _ => throw tokens.Fail($"can't assign to '{KindOf(parsed)}'", parsed.At),
    };

    private static string KindOf(Expression expression) => expression switch
    {
        Literal => "const",
        ListDisplay => "list",
        DictDisplay => "dict",
        _ => "expr",
    };
}
