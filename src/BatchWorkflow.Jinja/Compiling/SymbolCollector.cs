using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Tells a scope the names that it loads and stores, in order; scopes inside it tell their own.</summary>
internal sealed class SymbolCollector(Symbols symbols)
{
    private Symbols _symbols = symbols;

    internal static void Collect(Symbols symbols, IEnumerable<SyntaxNode> nodes)
    {
        SymbolCollector collector = new(symbols);
        foreach (SyntaxNode node in nodes)
            collector.Visit(node);
    }

    internal static void CollectTargets(Symbols symbols, Expression target)
    {
        foreach (Name name in SyntaxChildren.Descendants([target]).OfType<Name>())
            symbols.Declare(name.Identifier);
    }

    private void Visit(SyntaxNode node)
    {
        RenderState.EnsureStack();
        switch (node)
        {
            case Name { Role: NameRole.Load } name: _symbols.Load(name.Identifier); break;
            case Name { Role: NameRole.Store } name: _symbols.Store(name.Identifier); break;
            case Name name: _symbols.Declare(name.Identifier); break;
            case NamespaceTarget target: _symbols.Load(target.Name); break;
            case If branch: VisitIf(branch); break;
            case Macro macro: _symbols.Store(macro.Name); break;
            case Import import:
                Visit(import.Template);
                _symbols.Store(import.Target);
                break;
            case FromImport import:
                Visit(import.Template);
                foreach ((_, string alias) in import.Names)
                    _symbols.Store(alias);
                break;
            case Assign assign:
                Visit(assign.Value);
                Visit(assign.Target);
                break;
            case AssignBlock assign: Visit(assign.Target); break;
            case For loop: Visit(loop.Items); break;
            case CallBlock call: Visit(call.Call); break;
            case FilterBlock block: Visit(block.Filter); break;
            case With with: VisitAll(with.Values); break;
            case Block or AutoEscape: break;
            default: VisitAll(SyntaxChildren.Of(node)); break;
        }
    }

    private void VisitAll(IEnumerable<SyntaxNode> nodes)
    {
        foreach (SyntaxNode node in nodes)
            Visit(node);
    }

    private void VisitIf(If branch)
    {
        Visit(branch.Test);
        Symbols original = _symbols;
        List<Symbols> branches = [];
        foreach (IEnumerable<SyntaxNode> nodes in (IEnumerable<SyntaxNode>[])[branch.Body, branch.ElseIfs, branch.Else])
        {
            _symbols = original.Copy();
            VisitAll(nodes);
            branches.Add(_symbols);
        }

        _symbols = original;
        _symbols.Merge(branches);
    }
}
