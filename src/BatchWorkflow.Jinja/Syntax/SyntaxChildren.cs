using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Syntax;

/// <summary>The children of each node, in the order in which the language looks at them.</summary>
internal static class SyntaxChildren
{
    internal static IEnumerable<SyntaxNode> Of(SyntaxNode node) => node switch
    {
        TemplateTree n => n.Body,
        Statement n => OfStatement(n),
        Expression n => OfExpression(n),
        _ => [],
    };

    /// <summary>All nodes below a list of nodes, each before its children.</summary>
    internal static IEnumerable<SyntaxNode> Descendants(IEnumerable<SyntaxNode> nodes)
    {
        RenderState.EnsureStack();
        foreach (SyntaxNode node in nodes)
        {
            yield return node;
            foreach (SyntaxNode below in Descendants(Of(node)))
                yield return below;
        }
    }

    internal static IEnumerable<Expression> Of(ArgumentList arguments)
    {
        foreach (Expression argument in arguments.Positional)
            yield return argument;
        foreach ((_, Expression value) in arguments.Named)
            yield return value;
        if (arguments.Spread is not null)
            yield return arguments.Spread;
        if (arguments.NamedSpread is not null)
            yield return arguments.NamedSpread;
    }

    private static IEnumerable<SyntaxNode> OfStatement(Statement node) => node switch
    {
        Output n => n.Parts,
        For n => [n.Target, n.Items, .. n.Bodies.Body, .. n.Bodies.Else, .. Optional(n.Test)],
        If n => [n.Test, .. n.Body, .. n.ElseIfs, .. n.Else],
        Macro n => [.. n.Signature.Parameters, .. n.Signature.Defaults, .. n.Body],
        CallBlock n => [n.Call, .. n.Signature.Parameters, .. n.Signature.Defaults, .. n.Body],
        FilterBlock n => [.. n.Body, n.Filter],
        With n => [.. n.Targets, .. n.Values, .. n.Body],
        Assign n => [n.Target, n.Value],
        AssignBlock n => [n.Target, .. Optional(n.Filter), .. n.Body],
        Block n => n.Body,
        Extends n => [n.Template],
        Include n => [n.Template],
        Import n => [n.Template],
        FromImport n => [n.Template],
        AutoEscape n => [n.Enabled, .. n.Body],
        ExpressionStatement n => [n.Expression],
        _ => [],
    };

    private static IEnumerable<SyntaxNode> OfExpression(Expression node) => node switch
    {
        TupleDisplay n => n.Items,
        ListDisplay n => n.Items,
        DictDisplay n => n.Pairs.SelectMany(pair => new[] { pair.Key, pair.Value }),
        Conditional n => [n.Test, n.Then, .. Optional(n.Else)],
        And n => [n.Left, n.Right],
        Or n => [n.Left, n.Right],
        Not n => [n.Operand],
        Sign n => [n.Operand],
        Binary n => [n.Left, n.Right],
        Comparison n => [n.Left, .. n.Links.Select(link => link.Right)],
        Concatenation n => n.Parts,
        AttributeAccess n => [n.Target],
        ItemAccess n => [n.Target, n.Key],
        SliceBounds n => [.. Optional(n.Start), .. Optional(n.Stop), .. Optional(n.Step)],
        Call n => [n.Target, .. Of(n.Arguments)],
        Filter n => [.. Optional(n.Target), .. Of(n.Arguments)],
        Test n => [n.Target, .. Of(n.Arguments)],
        _ => [],
    };

    private static IEnumerable<SyntaxNode> Optional(SyntaxNode? node) => node is null ? [] : [node];
}
