using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Finds out which of some special names a body uses without having set them.</summary>
internal static class UndeclaredNames
{
    internal static HashSet<string> Find(IEnumerable<SyntaxNode> nodes, params string[] names)
    {
        HashSet<string> wanted = new(names, StringComparer.Ordinal);
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (SyntaxNode node in nodes)
            Visit(node, wanted, found);
        return found;
    }

    private static void Visit(SyntaxNode node, HashSet<string> wanted, HashSet<string> found)
    {
        RenderState.EnsureStack();
        if (node is Name name && wanted.Contains(name.Identifier))
        {
            if (name.Role == NameRole.Load)
                found.Add(name.Identifier);
            else
                wanted.Remove(name.Identifier);
        }

        if (node is Block)
            return;
        foreach (SyntaxNode child in SyntaxChildren.Of(node))
            Visit(child, wanted, found);
    }
}
