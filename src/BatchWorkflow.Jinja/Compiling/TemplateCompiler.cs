using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Parsing;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles a template's tree into delegates: its root, and each of its blocks.</summary>
internal sealed class TemplateCompiler
{
    private readonly CompilerContext _context;

    private TemplateCompiler(CompilerContext context) => _context = context;

    internal static CompiledTemplate Compile(JinjaEnvironment environment, SourceText source) =>
        Boundary.Compile(source, () => CompileTemplate(environment, source));

    internal static CompiledExpression CompileExpression(JinjaEnvironment environment, SourceText source) =>
        Boundary.Compile(source, () => CompileOne(environment, source));

    private static CompiledTemplate CompileTemplate(JinjaEnvironment environment, SourceText source)
    {
        TemplateTree tree = Parser.ParseTemplate(source, environment.LexerOptions, environment.Extensions);
        CompilerContext context = new(environment, new CompiledTemplate(source)) { HasSlices = ConstantFolding.ConcernsAny(tree.Body) };
        new TemplateCompiler(context).Template(tree);
        return context.Template;
    }

    private static CompiledExpression CompileOne(JinjaEnvironment environment, SourceText source)
    {
        Expression tree = Parser.ParseExpression(source, environment.LexerOptions);
        CompilerContext context = new(environment, new CompiledTemplate(source)) { HasSlices = ConstantFolding.ConcernsAny([tree]) };
        FunctionScope function = context.Template.Function;
        Scope scope = new() { Symbols = new Symbols(null, function), AutoEscape = environment.AutoEscape };
        SymbolCollector.Collect(scope.Symbols, [tree]);
        Evaluate body = context.Expressions.Compile(tree, scope);
        Action<Frame> enter = ScopeEntry.Compile(scope);
        return new CompiledExpression(context.Template, frame =>
        {
            enter(frame);
            return body(frame);
        });
    }

    private void Template(TemplateTree tree)
    {
        CompiledTemplate template = _context.Template;
        List<Block> blocks = [.. SyntaxChildren.Descendants(tree.Body).OfType<Block>()];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Block block in blocks)
            if (!names.Add(block.Name))
                throw _context.Fail($"block {Reprs.Of(block.Name)} defined twice", block.At);
        bool extends = SyntaxChildren.Descendants(tree.Body).Any(node => node is Extends);
        template.Root = Root(tree, extends);
        foreach (Block block in blocks)
            template.Blocks.Add(CompileBlock(block));
        if (_context.Misplaced is { } misplaced)
            throw misplaced;
    }

    private Execute Root(TemplateTree tree, bool extends)
    {
        Scope scope = new()
        {
            Symbols = new Symbols(null, _context.Template.Function), IsTopLevel = true, IsRootLevel = true, ChecksParent = extends,
            AutoEscape = _context.Environment.AutoEscape,
        };
        Action<Frame>? self = SelfEntry(scope, tree.Body);
        SymbolCollector.Collect(scope.Symbols, tree.Body);
        Execute body = _context.Statements.CompileAll(tree.Body, scope);
        Action<Frame> enter = ScopeEntry.Compile(scope);
        return frame =>
        {
            self?.Invoke(frame);
            enter(frame);
            body(frame);
            if (frame.Parent is { } parent)
                Templates.RenderRoot(parent, frame.Context, frame.Output);
            return Flow.Next;
        };
    }

    private static Action<Frame>? SelfEntry(Scope scope, IReadOnlyList<Statement> body)
    {
        if (!UndeclaredNames.Find(body, "self").Contains("self"))
            return null;
        scope.Symbols.Declare("self");
        int slot = scope.Function.SlotOf(scope.Symbols.Level, "self");
        return frame => frame.Slots[slot] = new SelfValue(frame.Context);
    }

    private CompiledBlock CompileBlock(Block block)
    {
        FunctionScope function = new(null);
        Scope scope = new() { Symbols = new Symbols(null, function), AutoEscape = _context.Environment.AutoEscape };
        Action<Frame>? self = SelfEntry(scope, block.Body);
        int superSlot = -1;
        if (UndeclaredNames.Find(block.Body, "super").Contains("super"))
        {
            scope.Symbols.Declare("super");
            superSlot = function.SlotOf(0, "super");
        }

        SymbolCollector.Collect(scope.Symbols, block.Body);
        Execute body = _context.Statements.CompileAll(block.Body, scope);
        Action<Frame> enter = ScopeEntry.Compile(scope);
        CompiledBlock? compiled = null;
        return compiled = new CompiledBlock(block.Name, _context.Template, Run, function);
        Flow Run(Frame frame)
        {
            self?.Invoke(frame);
            if (superSlot >= 0)
                frame.Slots[superSlot] = BlockValue.Super(frame.Context, compiled!);
            enter(frame);
            return body(frame);
        }
    }
}
