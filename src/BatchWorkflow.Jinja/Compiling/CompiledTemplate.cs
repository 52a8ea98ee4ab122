using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>How the statements after one are to go on.</summary>
internal enum Flow
{
    Next, Break, Continue,
}

/// <summary>A compiled expression.</summary>
internal delegate object? Evaluate(Frame frame);

/// <summary>A compiled statement.</summary>
internal delegate Flow Execute(Frame frame);

/// <summary>A block of a template that others can override.</summary>
internal sealed record CompiledBlock(string Name, CompiledTemplate Template, Execute Body, FunctionScope Function);

/// <summary>A template ready to be rendered.</summary>
internal sealed class CompiledTemplate(SourceText source)
{
    internal SourceText Source => source;

    internal string? Name => source.Name;

    internal Execute Root { get; set; } = _ => Flow.Next;

    internal FunctionScope Function { get; set; } = new(null);

    internal List<CompiledBlock> Blocks { get; } = [];

    internal List<(string Name, string[] Path, int At)> Uses { get; } = [];
}

/// <summary>An expression ready to be evaluated.</summary>
internal sealed record CompiledExpression(CompiledTemplate Template, Evaluate Body);
