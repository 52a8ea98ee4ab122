using System.Runtime.CompilerServices;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Parsing;

/// <summary>Bounds how deep a template nests, so that neither parsing nor rendering can exhaust the stack.</summary>
internal sealed class Nesting(TokenStream tokens)
{
    private const int MaximumRecursion = 200;
    private const int MaximumDepth = 600;
    private int _depth;

    internal void Enter()
    {
        if (++_depth > MaximumRecursion || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw tokens.Fail("the template is nested too deeply", tokens.Current.Offset);
    }

    internal void Leave() => _depth--;

    /// <summary>The node with its depth, which is one more than that of its deepest child.</summary>
    internal T Above<T>(T node)
        where T : Expression
    {
        int depth = 0;
        foreach (SyntaxNode child in SyntaxChildren.Of(node))
            depth = Math.Max(depth, ((Expression)child).Depth);
        return depth >= MaximumDepth ? throw tokens.Fail("the expression is nested too deeply", node.At) : node with { Depth = depth + 1 };
    }
}
